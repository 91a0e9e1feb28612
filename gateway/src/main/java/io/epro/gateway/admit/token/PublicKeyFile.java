package io.epro.gateway.admit.token;

import io.epro.config.PublicKeyPem;
import io.epro.observe.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One key out of a PEM file (RFC 7468, {@code BEGIN PUBLIC KEY}), for the life of the process. */
final class PublicKeyFile implements Keys {
  private final Path file;
  private volatile KeySet keys = KeySet.EMPTY;

  PublicKeyFile(Path file) {
    this.file = file;
  }

  @Override
  public void start() throws IOException {
    keys = KeySet.only(read(file));
  }

  @Override
  public KeySet current() {
    return keys;
  }

  @Override
  public CompletionStage<KeySet> newer() {
    return CompletableFuture.completedStage(keys);
  }

  @Override
  public Health health() {
    return Health.READY;
  }

  @Override
  public void close() {}

  /**
   * What is wrong with a file, in plain words and without its contents; empty when nothing is.
   */
  static List<String> problems(Path file) {
    try {
      read(file);
      return List.of();
    } catch (IOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static TokenKey read(Path file) throws IOException {
    return TokenKey.of(null, PublicKeyPem.read(file))
        .orElseThrow(() -> new IOException(file + " holds a key that"
            + " tokens are not checked with: RSA from 2048 to 8192 bits and EC on P-256 are"));
  }
}
