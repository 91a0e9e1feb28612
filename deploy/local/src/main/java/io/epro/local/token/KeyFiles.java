package io.epro.local.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** An EC key pair on P-256 as two PEM files (RFC 7468), the private one for its owner's eyes only. */
final class KeyFiles {
  private static final String PRIVATE = "token-key.pem";
  private static final String PUBLIC = "token-key.pub.pem";

  private KeyFiles() {}

  static Path privateKey(Path directory) {
    return directory.resolve(PRIVATE);
  }

  static Path publicKey(Path directory) {
    return directory.resolve(PUBLIC);
  }

  /** Makes the pair, unless both files are there. */
  static void make(Path directory) throws IOException {
    if (Files.exists(privateKey(directory)) && Files.exists(publicKey(directory))) {
      return;
    }
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      write(privateKey(directory), "PRIVATE KEY", pair.getPrivate().getEncoded(), "rw-------");
      write(publicKey(directory), "PUBLIC KEY", pair.getPublic().getEncoded(), "rw-r--r--");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  /** @throws IOException in plain words, when the file holds no such key */
  static PrivateKey readPrivate(Path file) throws IOException {
    var base64 = Files.readString(file, StandardCharsets.US_ASCII)
        .replaceAll("-----[A-Z ]+-----|\\s", "");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no EC private key in PKCS#8; without the file, up makes"
          + " a new one", e);
    }
  }

  /** Whole or not at all, and never readable by others for a moment. */
  private static void write(Path file, String kind, byte[] key, String permissions)
      throws IOException {
    var partial = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(partial);
    Files.createFile(partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    var base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(key);
    Files.writeString(partial,
        "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
