package io.epro.gateway.receive.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A key with its certificates, of which it is certain that they can be read and belong together.
 *
 * @param key the file's bytes
 * @param certificates the file's bytes
 * @param notAfter when the gateway's own certificate ends
 */
public record TlsIdentity(byte[] key, byte[] certificates, Instant notAfter) {
  private static final int MOST = 1 << 20;
  private static final Pattern PKCS8 = Pattern.compile(
      "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final byte[] ANYTHING = "whether key and certificate belong together"
      .getBytes(StandardCharsets.US_ASCII);

  /** @throws IOException in plain words, without a word of the key */
  public static TlsIdentity read(TlsFiles files) throws IOException {
    byte[] key = bytes(files.key());
    byte[] certificates = bytes(files.certificates());
    var own = firstOf(certificates, files.certificates());
    var publicKey = own.getPublicKey();
    if (!belongTogether(privateKey(key, publicKey, files.key()), publicKey)) {
      throw new IOException(
          "the key in " + files.key() + " is not that of the first certificate in "
              + files.certificates());
    }
    return new TlsIdentity(key, certificates, own.getNotAfter().toInstant());
  }

  boolean isSameAs(TlsIdentity other) {
    return MessageDigest.isEqual(key, other.key)
        && MessageDigest.isEqual(certificates, other.certificates);
  }

  @Override
  public String toString() {
    return "TlsIdentity[until " + notAfter + ", redacted]";
  }

  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new IOException(file + " is larger than " + MOST + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException("cannot read the TLS file " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private static X509Certificate firstOf(byte[] pem, Path file) throws IOException {
    try {
      var all = CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem));
      if (!all.isEmpty() && all.iterator().next() instanceof X509Certificate first) {
        return first;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds something that is no PEM certificate", e);
    }
    throw new IOException(file + " holds no PEM certificate");
  }

  private static PrivateKey privateKey(byte[] pem, PublicKey publicKey, Path file)
      throws IOException {
    var found = PKCS8.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new IOException(file + " holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY);"
          + " make one with: openssl pkcs8 -topk8 -nocrypt");
    }
    try {
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without its cause, which might quote the key.
      throw new IOException("the key in " + file + " cannot be read, or is no "
          + publicKey.getAlgorithm() + " key as the first certificate says");
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws IOException {
    var algorithm = switch (publicKey.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> throw new IOException("the certificate's key must be RSA or EC, not "
          + publicKey.getAlgorithm());
    };
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
