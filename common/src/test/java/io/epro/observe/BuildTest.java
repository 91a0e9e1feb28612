package io.epro.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void mavenHasFilledInWhatThisWasBuiltFrom() {
    assertThat(Build.current().version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    assertThat(Build.current().commit()).matches("[0-9a-f]{40}(-changed)?|unknown");
  }

  @Test
  void aChangedFileIsTold() {
    assertThat(written(COMMIT, "false").commit()).isEqualTo(COMMIT);
    assertThat(written(COMMIT, "true").commit()).isEqualTo(COMMIT + "-changed");
  }

  @Test
  void withoutGitTheCommitIsUnknown() {
    assertThat(written("${git.commit.id}", "${git.dirty}").commit()).isEqualTo("unknown");
    assertThat(written("unknown", "false").of("epro-gateway"))
        .isEqualTo("epro-gateway 1.2.3 (commit unknown)");
  }

  private static Build written(String commit, String changed) {
    var properties = new Properties();
    properties.setProperty("version", "1.2.3");
    properties.setProperty("commit", commit);
    properties.setProperty("changed", changed);
    return Build.from(properties);
  }
}
