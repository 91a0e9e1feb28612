package io.epro.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epro.bench.measure.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four minutes of it. The command itself judges; what it judges by is tested beside this. */
@Tag("long")
class SoakCommandIT {
  @TempDir
  private Path directory;

  @Test
  void nothingIsLostAndNothingGrowsInFourMinutesWithTenBlows() throws Exception {
    var json = directory.resolve("soak.json");
    var page = directory.resolve("soak.html");

    int exit = SoakCommand.commandLine().execute("--for", "4m", "--kills", "24s", "--load", "0.5",
        "--seed", "1", "--json", json.toString(), "--page", page.toString());

    assertThat(exit).isZero();
    assertThat(Figures.read(json, JsonNode.class).get("seen").get("blows")).hasSize(10);
    assertThat(Files.readString(page)).contains("Soak: held").doesNotContain("@CHARTS@");
  }
}
