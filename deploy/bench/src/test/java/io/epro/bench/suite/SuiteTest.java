package io.epro.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that write what a bench writes. */
class SuiteTest {
  @TempDir
  private Path repository;

  @BeforeEach
  void benches() throws IOException {
    script("counts",
        """
            for word; do json=$word; done
            runs=$(ls "$(dirname "$json")" | grep -c '^counts-.*json$' || true)
            echo "{\\"machine\\":{},\\"figures\\":[{\\"name\\":\\"done\\",\\"unit\\":\\"each\\",\\"better\\":\\"MORE\\",
              \\"value\\":$runs,\\"ceiling\\":{\\"name\\":\\"all\\",\\"value\\":9},\\"peer\\":null}]}" >"$json"
            """);
    script("fails", "echo 'no disk left'; exit 3\n");
  }

  @Test
  void aStepIsRunOnceInEachRoundAndItsFiguresBecomeASeries() throws IOException {
    var suite = new Suite(repository, repository, List.of(step("counts", 3)), 2);
    assertThat(suite.run()).singleElement().satisfies(series -> {
      assertThat(series.bench()).isEqualTo("counts");
      assertThat(series.own().values()).containsExactly(0.0, 1.0);
      assertThat(series.measure().orElseThrow().rounds().values()).containsExactly(9.0, 9.0);
    });
  }

  @Test
  void aStepOfOneRoundIsRunInTheFirstOne() throws IOException {
    var suite = new Suite(repository, repository, List.of(step("counts", 1)), 3);
    assertThat(suite.run().getFirst().own().values()).hasSize(1);
  }

  @Test
  void aStepThatFailsEndsTheRunWithWhatItSaid() {
    var suite = new Suite(repository, repository, List.of(step("fails", 1)), 1);
    assertThatThrownBy(suite::run).isInstanceOf(IOException.class)
        .hasMessageContaining("fails ended with exit code 3").hasMessageContaining("no disk left");
  }

  private static Step step(String bench, int rounds) {
    return new Step(bench, List.of("--short"), rounds);
  }

  private void script(String name, String body) throws IOException {
    var file = repository.resolve("deploy/bench").resolve(name);
    Files.createDirectories(repository.resolve("deploy/bench"));
    Files.writeString(file, "#!/usr/bin/env bash\nset -euo pipefail\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
