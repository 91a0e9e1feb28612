package io.epro.config;

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
import java.util.Optional;
import java.util.regex.Pattern;

/** One public key in a PEM file (RFC 7468, {@code BEGIN PUBLIC KEY}), of at most 64 KiB. */
public final class PublicKeyPem {
  private static final int MAX_SIZE = 64 << 10;
  private static final Pattern PEM = Pattern.compile(
      "-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private PublicKeyPem() {}

  /**
   * Reads it.
   *
   * @throws IOException in plain words and without the file's contents, when it holds no RSA or EC key
   */
  public static PublicKey read(Path file) throws IOException {
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
    return List.of("EC", "RSA").stream().flatMap(kind -> key(kind, bytes).stream()).findFirst()
        .orElseThrow(() -> new IOException(file + " holds neither an RSA nor an EC public key"));
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

  /** Empty where it is of another kind. */
  private static Optional<PublicKey> key(String kind, byte[] bytes) {
    try {
      return Optional
          .of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
