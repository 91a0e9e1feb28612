package io.epro.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class JointProfileTest {
  private static final Map<String, String> TWO = Map.of(
      "a:1", "main;work 5\nmain;work;byte[] 2\nno number\nmain;work 1\n", "b:1", "main;work 7\n");

  private static byte[] taken(ProfileFormat format) throws Exception {
    var request = new ProfileRequest(ProfileType.ALLOC, Duration.ofSeconds(1), format);
    try (var profile = JointProfile.of(request, TWO, Instant.EPOCH, Instant.EPOCH.plusSeconds(1))) {
      return Files.readAllBytes(profile.file());
    }
  }

  @Test
  void stacksOfEachAreAddedUpUnderItsName() throws Exception {
    assertThat(new String(taken(ProfileFormat.COLLAPSED), StandardCharsets.UTF_8).lines())
        .containsExactlyInAnyOrder("a:1;main;work 6", "a:1;main;work;byte[] 2",
            "b:1;main;work 7");
  }

  @Test
  void itIsDrawnAndEncodedLikeOthers() throws Exception {
    assertThat(new String(taken(ProfileFormat.FLAMEGRAPH), StandardCharsets.UTF_8))
        .contains("alloc, bytes, 1.0 s", "a:1", "b:1");
    try (var zip = new GZIPInputStream(new ByteArrayInputStream(taken(ProfileFormat.PPROF)))) {
      assertThat(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1)).contains("a:1",
          "byte[]");
    }
  }
}
