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

class RxNormDrugsTest {

  @Test
  void takesEachConceptThatIsADrugUnderRxNormsOwnNameWithItsAtcCode() throws IOException {
    assertThat(read(line("161", "ATC", "PT", "N02BE01", "paracetamol", "N")
        + line("161", "MTHSPL", "SU", "362O9ITL9D", "ACETAMINOPHEN", "N")
        + line("161", "RXNORM", "IN", "161", "acetaminophen", "N")
        + line("161", "RXNORM", "TMSY", "161", "APAP", "N")
        + line("198440", "RXNORM", "SCD", "198440", "acetaminophen 500 MG Oral Tablet", "N")
        + line("317541", "RXNORM", "DF", "317541", "Oral Tablet", "N")
        + line("9", "RXNORM", "IN", "9", "gone", "O")
        + line("202433", "RXNORM", "BN", "202433", "Tylenol", "N")))
        .containsExactly(new DrugLine.Good(1, new Drug("161", "acetaminophen", "N02BE01", null)),
            new DrugLine.Good(5,
                new Drug("198440", "acetaminophen 500 MG Oral Tablet", null, null)),
            new DrugLine.Good(8, new Drug("202433", "Tylenol", null, null)));
  }

  @Test
  void namesBadLinesAndReadsOn() throws IOException {
    assertThat(read(line("1", "RXNORM", "IN", "1", "one", "N") + "\nno pipes\n"
        + line("2", "RXNORM", "IN", "2", "two", "N") + line("1", "RXNORM", "BN", "1", "one", "N")))
        .containsExactly(new DrugLine.Good(1, new Drug("1", "one", null, null)),
            new DrugLine.Bad(3, "does not have 18 fields"),
            new DrugLine.Good(4, new Drug("2", "two", null, null)),
            new DrugLine.Bad(5, "has a concept that came before: sort the file by it"));
  }

  @Test
  void refusesAnotherFile() {
    assertThatThrownBy(() -> read("drugId,name,atc\n")).isInstanceOf(IOException.class)
        .hasMessageContaining("RXNCONSO.RRF");
    assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
  }

  private static String line(String concept, String source, String kind, String code, String name,
      String suppress) {
    return concept + "|ENG||||||A1||C1||" + source + "|" + kind + "|" + code + "|" + name + "||"
        + suppress + "|4096|\n";
  }

  private static List<DrugLine> read(String file) throws IOException {
    var lines = new ArrayList<DrugLine>();
    try (var drugs = new RxNormDrugs(
        new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))) {
      for (var line = drugs.next(); line.isPresent(); line = drugs.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }
}
