package io.epro.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The production jars of the programs, each with its {@code lib/} beside it. */
public record Jars(Path gateway, Path processor) {
  /** The repository's root; the directory that tests run in is searched upwards without it. */
  public static final String ROOT = "epro.repository";

  /** The jars as Maven builds them, under the root that the system property names. */
  public static Jars built() {
    var root = repository();
    return new Jars(root.resolve("gateway/target/epro-gateway.jar"),
        root.resolve("processor/target/epro-processor.jar"));
  }

  /** Where {@code up} keeps its data unless it is told otherwise. */
  public static Path defaultData() {
    return repository().resolve("deploy/local/.data");
  }

  /** @throws IOException naming what is not there */
  public void check() throws IOException {
    for (var jar : new Path[]{gateway, processor}) {
      if (!Files.exists(jar) || !Files.isDirectory(jar.resolveSibling("lib"))) {
        throw new IOException(jar + " and its lib/ are not built: mvn -B -DskipTests package");
      }
    }
  }

  private static Path repository() {
    var given = System.getProperty(ROOT);
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    var here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, Objects::nonNull, Path::getParent)
        .filter(directory -> Files.exists(directory.resolve("gateway/pom.xml")))
        .findFirst()
        .orElse(here);
  }
}
