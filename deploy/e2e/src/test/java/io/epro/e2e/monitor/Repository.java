package io.epro.e2e.monitor;

import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of this repository that are held against the running programs. */
public final class Repository {
  private Repository() {}

  public static Path file(String name) {
    return Jars.repository().resolve(name);
  }

  public static String text(String name) throws IOException {
    return Files.readString(file(name));
  }
}
