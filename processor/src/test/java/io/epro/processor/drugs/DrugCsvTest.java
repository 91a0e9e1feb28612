package io.epro.processor.drugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.drug.Drug;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrugCsvTest {
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
    assertThat(read("drugId,name,atc\nA,é,\nB,b,\n".getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly(new DrugLine.Bad(2, "is not UTF-8"),
            new DrugLine.Good(3, new Drug("B", "b", null, null)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"'' | the file is empty", "drugId,name | missing: atc",
    "drugId,name,atc,price | unknown: price", "drugId,name,atc,atc | each once",
    "drugId;name;atc | missing: atc, drugId, name", "A,b,c | missing: atc, drugId, name"})
  void refusesAFileWhoseHeaderIsNotOurs(String file, String message) {
    assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static List<DrugLine> read(String file) throws IOException {
    return read(file.getBytes(StandardCharsets.UTF_8));
  }

  private static List<DrugLine> read(byte[] file) throws IOException {
    var lines = new ArrayList<DrugLine>();
    try (var csv = new DrugCsv(new ByteArrayInputStream(file))) {
      for (var line = csv.next(); line.isPresent(); line = csv.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }
}
