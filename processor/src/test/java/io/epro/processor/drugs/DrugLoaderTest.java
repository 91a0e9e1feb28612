package io.epro.processor.drugs;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.drug.Drug;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrugLoaderTest {
  @TempDir
  Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Taking publisher = new Taking();
  private final DrugLoader loader = new DrugLoader(() -> publisher, new PrintWriter(out),
      new PrintWriter(err));

  @Test
  void publishesTheGoodLinesAndNamesTheBadOnes() throws IOException {
    var outcome = loader.load(file("drugId,name,atc\nA,a,\nB\nC,c,\n"));
    assertThat(outcome).isEqualTo(new LoadOutcome.Finished(2, 1));
    assertThat(publisher.flushed).containsExactly("A", "C");
    assertThat(err.toString()).isEqualTo("line 3 has 1 columns, the header has 3\n");
    assertThat(out.toString()).isEqualTo("2 drugs loaded, 1 bad line\n");
    assertThat(publisher.closed).isTrue();
  }

  @Test
  void showsProgressOfALongFile() throws IOException {
    var lines = new StringBuilder("drugId,name,atc\n");
    for (int i = 0; i < 25_000; i++) {
      lines.append(i).append(",n,\n");
    }
    assertThat(loader.load(file(lines.toString()))).isEqualTo(new LoadOutcome.Finished(25_000, 0));
    assertThat(out.toString()).contains("10000 lines read\n", "20000 lines read\n");
  }

  @Test
  void failsOnAFileThatIsNotThereOrNotADictionary() throws IOException {
    assertThat(loader.load(directory.resolve("none.csv"))).isInstanceOf(LoadOutcome.Failed.class);
    assertThat(loader.load(directory)).isInstanceOf(LoadOutcome.Failed.class);
    assertThat(loader.load(file("a,b\n"))).isInstanceOf(LoadOutcome.Failed.class);
    assertThat(publisher.flushed).isEmpty();
  }

  @Test
  void failsWhenTheBrokerDoesNotTakeADrug() throws IOException {
    publisher.refuses = true;
    assertThat(loader.load(file("drugId,name,atc\nA,a,\n")))
        .isEqualTo(new LoadOutcome.Failed("no"));
    assertThat(publisher.closed).isTrue();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("drugs.csv"), content);
  }

  /** Takes drugs like a producer does: they count once flushed. */
  private static final class Taking implements DrugPublisher {
    private final List<String> sent = new ArrayList<>();
    private List<String> flushed = List.of();
    private boolean refuses;
    private boolean closed;

    @Override
    public void publish(Drug drug) {
      sent.add(drug.drugId());
    }

    @Override
    public void flush() {
      if (refuses) {
        throw new PublishFailedException("no", new IOException());
      }
      flushed = List.copyOf(sent);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
