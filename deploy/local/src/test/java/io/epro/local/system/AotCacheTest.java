package io.epro.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir
  private Path directory;
  private Path jar;
  private Path cache;

  @BeforeEach
  void build() throws IOException {
    jar = touch("epro-processor.jar", BUILT);
    cache = directory.resolve("epro-processor.aot");
  }

  @Test
  void withoutACacheTheProgramStartsWithout() throws IOException {
    assertThat(AotCache.USE.options(jar)).isEmpty();
  }

  @Test
  void aCacheThatIsNewerThanItsJarIsUsed() throws IOException {
    touch("epro-processor.aot", BUILT.plusSeconds(1));

    assertThat(AotCache.USE.options(jar)).containsExactly("-XX:AOTCache=" + cache);
    assertThat(AotCache.IGNORE.options(jar)).isEmpty();
  }

  @Test
  void aCacheOfAnOlderJarIsNot() throws IOException {
    touch("epro-processor.aot", BUILT.minusSeconds(1));

    assertThat(AotCache.USE.options(jar)).isEmpty();
  }

  @Test
  void whereOtherJvmOptionsReplaceTheImagesTheCacheIsLeftOut() {
    var plan = SystemPlan.in(directory);

    assertThat(plan.aotCache()).isEqualTo(AotCache.USE);
    assertThat(plan.withJvm(List.of(), List.of("-XX:+UseSerialGC")).aotCache())
        .isEqualTo(AotCache.IGNORE);
    assertThat(plan.withJvm(List.of("-Xmx512m"), plan.programJvm()).aotCache())
        .isEqualTo(AotCache.USE);
  }

  private Path touch(String name, Instant time) throws IOException {
    return Files.setLastModifiedTime(Files.createFile(directory.resolve(name)),
        FileTime.from(time));
  }
}
