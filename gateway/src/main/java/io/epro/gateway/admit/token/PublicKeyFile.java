package io.epro.gateway.admit.token;

import io.epro.observe.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One key out of a PEM file (RFC 7468, {@code BEGIN PUBLIC KEY}), for the life of the process. */
final class PublicKeyFile implements Keys {
  private static final int MAX_SIZE = 64 << 10;
  private static final Pattern PEM = Pattern.compile(
      "-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

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
    var pem = PEM.matcher(text(file));
    if (!pem.find()) {
      throw new IOException(file + " holds no -----BEGIN PUBLIC KEY-----; one is made of a private"
          + " key by: openssl pkey -in private.pem -pubout");
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(pem.group(1));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not base64 between its BEGIN and END", e);
    }
    for (var kind : List.of("EC", "RSA")) {
      var key = key(kind, bytes);
      if (key != null) {
        return TokenKey.of(null, key).orElseThrow(() -> new IOException(file + " holds a key that"
            + " tokens are not checked with: RSA from 2048 to 8192 bits and EC on P-256 are"));
      }
    }
    throw new IOException(file + " holds neither an RSA nor an EC public key");
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_SIZE + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read (" + e.getMessage() + ")", e);
    }
    if (bytes.length > MAX_SIZE) {
      throw new IOException(file + " is too large for a public key");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable PublicKey key(String kind, byte[] bytes) {
    try {
      return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      return null; // of another kind
    }
  }
}
