package io.epro.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How {@code deploy/image} starts a program: the same options from the same file, and the same AOT cache
 * where one was made.
 */
final class ImageJvm {
  private static final String SUFFIX = ".aot";

  private ImageJvm() {}

  /** What {@code deploy/image/launch.sh} gives to java. */
  static List<String> options() {
    return List.of("@" + Jars.repository().resolve("deploy/image/jvm.options"));
  }

  /** What to add for this jar. */
  static List<String> cache(Path jar, AotCache use) throws IOException {
    Path cache = cache(jar);
    return switch (use) {
      case USE -> isNewer(cache, jar) ? List.of("-XX:AOTCache=" + cache) : List.of();
      case MAKE -> List.of("-XX:AOTCacheOutput=" + cache);
      case IGNORE -> List.of();
    };
  }

  static Path cache(Path jar) {
    var name = jar.getFileName().toString();
    return jar.resolveSibling(name.substring(0, name.lastIndexOf('.')) + SUFFIX);
  }

  /** One that is older than the jar was made of another one. */
  private static boolean isNewer(Path cache, Path jar) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }
}
