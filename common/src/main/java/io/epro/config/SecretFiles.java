package io.epro.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory with one file for each key, as Docker and Kubernetes mount secrets: the file's name is the
 * key, what is in it the value. A line end after it does not count, since most tools write one.
 */
final class SecretFiles {
  private static final int MAX_BYTES = 64 << 10;

  private SecretFiles() {}

  /**
   * @param prefix of the keys; files of other names belong to somebody else
   * @throws ConfigException naming every file that cannot be read, with nothing of its content
   */
  static Map<String, String> read(Path directory, String prefix) {
    var values = new HashMap<String, String>();
    var problems = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(directory, prefix + ".*")) {
      for (var file : files) {
        try {
          values.put(file.getFileName().toString(), content(file));
        } catch (IOException e) {
          problems.add("cannot read the secret in " + file + " (" + e.getClass().getSimpleName()
              + "): a file of UTF-8 text, of at most " + MAX_BYTES + " bytes");
        }
      }
    } catch (IOException e) {
      problems.add("cannot list the secrets in " + directory + " ("
          + e.getClass().getSimpleName() + ")");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(List.copyOf(problems));
    }
    return values;
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("too large");
    }
    return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
  }
}
