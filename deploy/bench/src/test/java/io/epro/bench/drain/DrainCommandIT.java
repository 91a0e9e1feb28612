package io.epro.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epro.bench.measure.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** All contestants on a small backlog. The command itself compares their rows. */
@Tag("long")
class DrainCommandIT {
  @TempDir
  private Path directory;

  @Test
  void allContestantsStoreTheSameRowsUnderEveryCombination() throws Exception {
    var json = directory.resolve("drain.json");

    int exit = new CommandLine(new DrainCommand()).execute("--reports", "300000", "--patients",
        "500", "--hot", "30", "--rows-before", "0,5000", "--instances", "2", "--json",
        json.toString());

    assertThat(exit).isZero();
    assertThat(Figures.read(json, JsonNode.class).get("medians")).hasSize(2 * 3);
  }
}
