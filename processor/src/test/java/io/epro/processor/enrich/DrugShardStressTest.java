package io.epro.processor.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrugShardStressTest {
  @TempDir
  Path directory;

  /** A fraction of a second for each; what is broken on purpose shows that it would be enough. */
  @Test
  void aReaderFindsWholeDrugsOfItsOwnAndABrokenTableIsFound() throws Exception {
    assertThat(new Stress(directory).failures(120, "-f", "1", "-fsm", "0", "-iters", "1", "-time",
        "300", "-sc", "false", "-af", "NONE", "-jvmArgs", "-Xmx256m"))
        .containsExactly("BrokenByPublishingTooEarly", "BrokenByUsingSlotsAgain");
  }
}
