package io.epro.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Postgres refuses to run as root. Root therefore runs it behind {@code unshare -U}, where it is
 * nobody to itself and still owns its files; and where a container forbids that, as the user nobody,
 * who must then be given the data directory.
 */
enum Unprivileged {
  AS_IS(List.of()),
  UNSHARED(List.of("unshare", "-U")),
  NOBODY(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));

  @SuppressWarnings("ImmutableEnumChecker") // always a List.of
  private final List<String> prefix;

  Unprivileged(List<String> prefix) {
    this.prefix = prefix;
  }

  static Unprivileged onThisMachine() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return AS_IS;
    }
    return works(UNSHARED.prefix) ? UNSHARED : NOBODY;
  }

  /** What to put in front of a command. */
  List<String> prefix() {
    return prefix;
  }

  /** Makes the file or directory usable for the one who runs behind the prefix. */
  void own(Path path) throws IOException {
    if (this == NOBODY) {
      var nobody = path.getFileSystem().getUserPrincipalLookupService()
          .lookupPrincipalByName("nobody");
      Files.getFileAttributeView(path, PosixFileAttributeView.class).setOwner(nobody);
    }
  }

  private static boolean works(List<String> prefix) {
    try {
      var process = new ProcessBuilder(prefix.get(0), prefix.get(1), "true")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
