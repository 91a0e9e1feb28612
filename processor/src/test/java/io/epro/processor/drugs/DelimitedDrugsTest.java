package io.epro.processor.drugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.drug.Drug;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedDrugsTest {
  private static final Drug PARACETAMOL = new Drug("N02BE01", "Paracetamol", "N02BE01", null);

  @ParameterizedTest
  @ValueSource(strings = {"drugId,name,atc\nN02BE01,Paracetamol,N02BE01",
    "drugId,name,atc\r\nN02BE01,Paracetamol,N02BE01\r\n",
    "\uFEFFdrugId,name,atc\nN02BE01,Paracetamol,N02BE01\n",
    "\"drugId\",\"name\",\"atc\"\n\"N02BE01\",\"Paracetamol\",\"N02BE01\"\n",
    "atc,unit,drugId,name\nN02BE01,,N02BE01,Paracetamol\n",
    "drugId, name ,atc\n\n N02BE01 , Paracetamol , N02BE01\n  \n"})
  void readsWhatPeopleAndSpreadsheetsWrite(String file) throws IOException {
    assertThat(read(file)).extracting(line -> ((DrugLine.Good) line).drug())
        .containsExactly(PARACETAMOL);
  }

  @Test
  void takesQuotesCommasAndEmptyOptionalValues() throws IOException {
    assertThat(read("drugId,name,atc,unit\nX,\"a, \"\"b\"\" é\",,IU\n"))
        .containsExactly(new DrugLine.Good(2, new Drug("X", "a, \"b\" é", null, "IU")));
  }

  @Test
  void namesEachBadLineAndReadsOn() throws IOException {
    var lines = read("drugId,name,atc\nA,a,\n\nA,again,\nB,b\n,c,\nD,\"open,\nE,e,\nF,f,g,h\n"
        + "G," + "g".repeat(201) + ",\nH," + "h".repeat(FileLines.MAX_BYTES)
        + ",\nI,i,\nJ,j,\rK,k,\n");
    assertThat(lines).containsExactly(
        new DrugLine.Good(2, new Drug("A", "a", null, null)),
        new DrugLine.Bad(4, "has the drugId of line 2"),
        new DrugLine.Bad(5, "has 2 columns, the header has 3"),
        new DrugLine.Bad(6, "drugId must have 1 to 64 characters, none of them NUL or half a "
            + "surrogate pair"),
        new DrugLine.Bad(7, "is not CSV: check its quotes"),
        new DrugLine.Good(8, new Drug("E", "e", null, null)),
        new DrugLine.Bad(9, "has 4 columns, the header has 3"),
        new DrugLine.Bad(10, "name must have 1 to 200 characters, none of them NUL or half a "
            + "surrogate pair"),
        new DrugLine.Bad(11, "is longer than 16384 bytes"),
        new DrugLine.Good(12, new Drug("I", "i", null, null)),
        new DrugLine.Bad(13, "is not CSV: check its quotes"));
  }

  @Test
  void namesALineThatIsNotUtf8() throws IOException {
    assertThat(
        read("drugId,name,atc\nA,é,\nB,b,\n".getBytes(StandardCharsets.ISO_8859_1), Layout.CSV))
        .containsExactly(new DrugLine.Bad(2, "is not UTF-8"),
            new DrugLine.Good(3, new Drug("B", "b", null, null)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"'' | the file is empty", "drugId,name | missing: atc",
    "drugId,name,atc,price | unknown: price", "drugId,name,atc,atc | each once",
    "drugId;name;atc | missing: atc, drugId, name", "A,b,c | missing: atc, drugId, name",
    "drugId;name;atc | not separated by ',': see --separator", "a\u001b[2J,b | unknown: a?[2J, b",
    "a,b,c | loaded with --format or --columns"})
  void refusesAFileWhoseHeaderIsNotOurs(String file, String message) {
    assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFileThatIsNoUtf8Text() {
    assertThatThrownBy(
        () -> read("drugId,name,atc\n".getBytes(StandardCharsets.UTF_16), Layout.CSV))
        .isInstanceOf(IOException.class)
        .hasMessage("the first line must name the columns, but it is not UTF-8");
  }

  @Test
  void takesTheSubstancesOfTheAtcIndexOnceEach() throws IOException {
    var file = """
        "ATC code","ATC level name",DDD,U,Adm.R,Note
        N,NERVOUS SYSTEM,,,,
        N02BE,Anilides,,,,
        N02BE01,paracetamol,3,g,O,
        N02BE01,paracetamol,3,g,R,
        N02BA01,"acetylsalicylic acid",3,g,O,
        """;
    assertThat(read(file.getBytes(StandardCharsets.UTF_8), Layout.WHO_ATC)).containsExactly(
        new DrugLine.Good(4, new Drug("N02BE01", "paracetamol", "N02BE01", null)),
        new DrugLine.Good(6, new Drug("N02BA01", "acetylsalicylic acid", "N02BA01", null)));
  }

  @Test
  void takesTheProductsOfTheNdcDirectory() throws IOException {
    var long200 = "n".repeat(250);
    var file = "PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tNONPROPRIETARYNAME\n"
        + "1\t0002-0800\tHUMAN OTC DRUG\tSterile \"Diluent\"\tdiluent\n"
        + "2\t0002-1200\tHUMAN PRESCRIPTION DRUG\t\tFlorbetapir, é\n"
        + "3\t0002-1300\tVACCINE\t" + long200 + "\tx\n"
        + "4\t\tVACCINE\tNobody\tx\n";
    assertThat(read(file.getBytes(Charset.forName("windows-1252")), Layout.FDA_NDC))
        .containsExactly(
            new DrugLine.Good(2, new Drug("0002-0800", "Sterile \"Diluent\"", null, null)),
            new DrugLine.Good(3, new Drug("0002-1200", "Florbetapir, é", null, null)),
            new DrugLine.Good(4, new Drug("0002-1300", long200.substring(0, 199) + "…", null,
                null)),
            new DrugLine.Bad(5, "drugId must have 1 to 64 characters, none of them NUL or half a "
                + "surrogate pair"));
  }

  @Test
  void takesOtherColumnsThanOurs() throws IOException {
    var layout = Layout.of(';', Map.of("drugId", "code", "name", "label"));
    assertThat(read("label;price;code\nAspirin;3,5;A\n".getBytes(StandardCharsets.UTF_8), layout))
        .containsExactly(new DrugLine.Good(2, new Drug("A", "Aspirin", null, null)));
    assertThatThrownBy(() -> read("code\nA\n".getBytes(StandardCharsets.UTF_8), layout))
        .hasMessageContaining("missing: label");
    assertThatThrownBy(() -> Layout.of(',', Map.of("drugId", "a", "title", "b")))
        .hasMessageContaining("drugId=…,name=…");
  }

  private static List<DrugLine> read(String file) throws IOException {
    return read(file.getBytes(StandardCharsets.UTF_8), Layout.CSV);
  }

  private static List<DrugLine> read(byte[] file, Layout layout) throws IOException {
    var lines = new ArrayList<DrugLine>();
    try (var csv = new DelimitedDrugs(new ByteArrayInputStream(file), layout)) {
      for (var line = csv.next(); line.isPresent(); line = csv.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }
}
