package io.epro.processor.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same with each actor compiled in each way, under random decisions of the compiler. */
@Tag("long")
class DrugShardStressIT {
  @TempDir
  Path directory;

  @Test
  void aReaderFindsWholeDrugsOfItsOwnAndABrokenTableIsFound() throws Exception {
    assertThat(new Stress(directory).failures(1800, "-m", "quick"))
        .containsExactly("BrokenByPublishingTooEarly", "BrokenByUsingSlotsAgain");
  }
}
