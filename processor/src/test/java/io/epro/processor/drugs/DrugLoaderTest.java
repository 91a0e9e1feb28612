package io.epro.processor.drugs;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.drug.Drug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrugLoaderTest {
  @TempDir
  Path directory;

  private final PackedMap known = new PackedMap();
  private final List<String> told = new ArrayList<>();
  private final Taking publisher = new Taking();
  private final DrugLoader loader = new DrugLoader(progress -> known, () -> publisher,
      new Telling());

  @Test
  void publishesTheGoodLinesAndNamesTheBadOnes() throws IOException {
    var outcome = loader.load(file("drugId,name,atc\nA,a,\nB\nC,c,\n"), false);
    assertThat(outcome).isEqualTo(new LoadOutcome.Finished(2, 0, 0, 0, 0, 1));
    assertThat(publisher.flushed).containsExactly("A a", "C c");
    assertThat(told).containsExactly("added A", "3 has 1 columns, the header has 3", "added C");
    assertThat(publisher.closed).isTrue();
  }

  @Test
  void whatTheDictionarySaysAlreadyIsNotPublishedAgain() throws IOException {
    know("A", "a");
    know("B", "before");
    know("D", "d");
    var outcome = loader.load(file("drugId,name,atc\nA,a,\nB,b,\nC,c,\n"), false);
    assertThat(outcome).isEqualTo(new LoadOutcome.Finished(1, 1, 1, 1, 0, 0));
    assertThat(publisher.flushed).containsExactly("B b", "C c");
    assertThat(told).containsExactly("changed B", "added C", "unnamed D");
  }

  @Test
  void takesOutWhatTheFileDoesNotNameWhereToldSo() throws IOException {
    know("A", "a");
    know("D", "d");
    assertThat(loader.load(file("drugId,name,atc\nA,a,\n"), true))
        .isEqualTo(new LoadOutcome.Finished(0, 0, 1, 1, 1, 0));
    assertThat(publisher.flushed).containsExactly("D removed");
  }

  @Test
  void takesNothingOutWhereALineIsBad() throws IOException {
    know("D", "d");
    assertThat(loader.load(file("drugId,name,atc\nA,a,\nD\n"), true))
        .isEqualTo(new LoadOutcome.Finished(1, 0, 0, 1, 0, 1));
    assertThat(publisher.flushed).containsExactly("A a");
  }

  @Test
  void comparingPublishesNothing() throws IOException {
    know("D", "d");
    assertThat(loader.compare(file("drugId,name,atc\nA,a,\n")))
        .isEqualTo(new LoadOutcome.Finished(1, 0, 0, 1, 0, 0));
    assertThat(told).containsExactly("added A", "unnamed D");
    assertThat(publisher.sent).isEmpty();
  }

  @Test
  void showsProgressOfALongFile() throws IOException {
    var lines = new StringBuilder("drugId,name,atc\n");
    for (int i = 0; i < 25_000; i++) {
      lines.append(i).append(",n,\n");
    }
    assertThat(loader.load(file(lines.toString()), false))
        .isEqualTo(new LoadOutcome.Finished(25_000, 0, 0, 0, 0, 0));
    assertThat(told).contains("READING_FILE 10000 of 0", "READING_FILE 20000 of 0");
  }

  @Test
  void failsOnAFileThatIsNotThereOrNotADictionary() throws IOException {
    assertThat(loader.load(new DrugSource(directory.resolve("none.csv"), DrugFormat.CSV), false))
        .isInstanceOf(LoadOutcome.Failed.class);
    assertThat(loader.load(new DrugSource(directory, DrugFormat.CSV), false))
        .isInstanceOf(LoadOutcome.Failed.class);
    assertThat(loader.load(file("a,b\n"), true)).isInstanceOf(LoadOutcome.Failed.class);
    assertThat(publisher.flushed).isEmpty();
  }

  @Test
  void failsWhenTheBrokerDoesNotTakeADrug() throws IOException {
    publisher.refuses = true;
    assertThat(loader.load(file("drugId,name,atc\nA,a,\n"), false))
        .isEqualTo(new LoadOutcome.Failed("no", 1));
    assertThat(publisher.closed).isTrue();
  }

  @Test
  void aFileWithoutADrugDoesNotEmptyTheDictionary() throws IOException {
    know("D", "d");
    assertThat(loader.load(file("drugId,name,atc\n"), true)).isEqualTo(
        new LoadOutcome.Failed("the file names no drug, and --prune would take out all 1", 0));
    assertThat(publisher.sent).isEmpty();
    assertThat(loader.load(file("drugId,name,atc\n"), false))
        .isEqualTo(new LoadOutcome.Finished(0, 0, 0, 1, 0, 0));
  }

  @Test
  void aFileWithOneDrugTooManySaysSoOnceAndHowMuchWasPublishedBefore() throws IOException {
    var file = directory.resolve("large.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("drugId,name,atc\n");
      for (int i = 0; i < DrugFile.MAX_DRUGS + 5; i++) {
        out.write(i + ",n,\n");
      }
    }
    know("0", "n");
    know("D", "d");
    var outcome = new DrugLoader(progress -> known, () -> publisher, new Telling() {
      @Override
      public void added(Drug drug) {}
    }).load(new DrugSource(file, DrugFormat.CSV), true);
    assertThat(outcome).isEqualTo(new LoadOutcome.Failed(file + ": has more than 1,000,000 drugs,"
        + " from line 1000002 on: split it, and load the parts without --prune", 999_999));
    assertThat(publisher.sent).doesNotContain("D removed");
  }

  private void know(String id, String name) {
    known.put(id, new Drug(id, name, null, null).toJson());
  }

  private DrugSource file(String content) throws IOException {
    return new DrugSource(Files.writeString(directory.resolve("drugs.csv"), content),
        DrugFormat.CSV);
  }

  private class Telling implements DrugLoader.Findings {
    @Override
    public void added(Drug drug) {
      told.add("added " + drug.drugId());
    }

    @Override
    public void changed(Drug before, Drug now) {
      told.add("changed " + now.drugId());
    }

    @Override
    public void unnamed(Drug drug) {
      told.add("unnamed " + drug.drugId());
    }

    @Override
    public void bad(int line, String reason) {
      told.add(line + " " + reason);
    }

    @Override
    public void progress(LoadPhase phase, long done, long total) {
      told.add(phase + " " + done + " of " + total);
    }
  }

  /** Takes drugs like a producer does: they count once flushed. */
  private static final class Taking implements DrugPublisher {
    private final List<String> sent = new ArrayList<>();
    private List<String> flushed = List.of();
    private boolean refuses;
    private boolean closed;

    @Override
    public void publish(Drug drug) {
      sent.add(drug.drugId() + " " + drug.name());
    }

    @Override
    public void remove(String drugId) {
      sent.add(drugId + " removed");
    }

    @Override
    public void flush() {
      if (refuses) {
        throw new PublishFailedException("no", new IllegalStateException());
      }
      flushed = List.copyOf(sent);
    }

    @Override
    public int sent() {
      return sent.size();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
