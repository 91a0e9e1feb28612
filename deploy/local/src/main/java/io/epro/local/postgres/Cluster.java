package io.epro.local.postgres;

import io.epro.local.process.LogTail;
import io.epro.local.process.Signals;
import io.epro.local.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The files of one Postgres: made once, and freed of a server that a crashed run left behind. */
final class Cluster {
  private final Path directory;
  private final Unprivileged user;

  Cluster(Path directory, Unprivileged user) {
    this.directory = directory;
    this.user = user;
  }

  Path data() {
    return directory.resolve("data");
  }

  /** Of the superuser {@code postgres}; random, readable to the owner of the directory. */
  String superPassword() throws IOException {
    return Files.readString(passwordFile()).strip();
  }

  /** Runs initdb if that was not done. A run that is cut short leaves nothing that counts. */
  void initialise(Path binaries) throws IOException {
    if (Files.exists(data().resolve("PG_VERSION"))) {
      return;
    }
    Files.createDirectories(directory);
    var fresh = directory.resolve("data.new");
    Trees.delete(fresh);
    Files.createDirectory(fresh);
    user.own(fresh);
    writePassword();
    var words = new ArrayList<>(user.prefix());
    words.addAll(List.of(binaries.resolve("bin/initdb").toString(), "-D", fresh.toString(),
        "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256",
        "--pwfile=" + passwordFile()));
    run(words);
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Stops the server that holds the data now, if one does: its starter died without a word. */
  void stopLeftover() throws IOException {
    var left = leftover();
    if (left.isEmpty()) {
      return;
    }
    Signals.send("INT", left.get().pid());
    try {
      left.get().onExit().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a Postgres of an earlier run, process " + left.get().pid()
          + ", does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Optional<ProcessHandle> leftover() throws IOException {
    var file = data().resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(file);
    long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
    var process = ProcessHandle.of(pid);
    if (process.isEmpty() || isPostgres(pid)) {
      return process;
    }
    Files.delete(file); // the number went to another program meanwhile, and Postgres would refuse
    return Optional.empty();
  }

  private static boolean isPostgres(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip()
          .equals("postgres");
    } catch (IOException e) {
      return false;
    }
  }

  private Path passwordFile() {
    return directory.resolve("superuser.password");
  }

  private void writePassword() throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    var file = passwordFile();
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(random));
    user.own(file);
  }

  private void run(List<String> words) throws IOException {
    var log = directory.resolve("initdb.log");
    var process = new ProcessBuilder(words).redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    try {
      if (process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
      process.destroyForcibly();
      throw new IOException("initdb failed; the end of " + log + ":" + LogTail.of(log, 15));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in initdb", e);
    }
  }
}
