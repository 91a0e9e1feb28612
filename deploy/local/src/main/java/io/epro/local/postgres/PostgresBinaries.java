package io.epro.local.postgres;

import io.epro.local.process.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks zonky's packaged Postgres ({@code initdb}, {@code pg_ctl}, {@code postgres}) once per
 * machine and user, into the temporary directory under a name with the package's hash.
 */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The directory that holds {@code bin/postgres}. */
  static Path unpacked() throws IOException {
    byte[] packed = packed();
    var home = Path.of(System.getProperty("java.io.tmpdir"),
        "epro-postgres-" + System.getProperty("user.name") + "-" + hash(packed));
    if (Files.isExecutable(home.resolve("bin/postgres"))) {
      return home;
    }
    // Beside its place first, so that nobody ever sees it half unpacked.
    var partial = Files.createTempDirectory(home.getParent(), "epro-postgres-");
    Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
    unpack(packed, partial);
    try {
      Files.move(partial, home);
    } catch (IOException e) {
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw e;
      }
      Trees.delete(partial); // another process was quicker
    }
    return home;
  }

  private static byte[] packed() throws IOException {
    var machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    var name = switch (machine) {
      case "Linux amd64" -> "/postgres-linux-x86_64.txz";
      case "Linux aarch64" -> "/postgres-linux-arm_64.txz";
      default -> throw new IOException("no Postgres is packaged for " + machine);
    };
    try (var in = PostgresBinaries.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the class path holds no " + name);
      }
      return in.readAllBytes();
    }
  }

  private static void unpack(byte[] packed, Path into) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(packed)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null;) {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("the package holds a file outside its directory");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(
              (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
      }
    }
  }

  private static String hash(byte[] packed) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(packed), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
