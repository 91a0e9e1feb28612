package io.epro.gateway.receive.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key with a certificate for 127.0.0.1 that it signed itself, made by the JDK's keytool.
 *
 * @param key PEM
 * @param certificate PEM
 */
public record TestCertificate(String key, String certificate, X509Certificate x509) {
  private static final String PASSWORD = "for-tests";

  /**
   * Makes one.
   *
   * @param algorithm and its size or curve, such as {@code EC secp256r1} or {@code RSA 2048}
   */
  public static TestCertificate make(String algorithm) {
    try {
      var folder = Files.createTempDirectory("epro-tls");
      var file = folder.resolve("store.p12");
      keytool(file, algorithm);
      var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      var key = store.getKey("it", PASSWORD.toCharArray());
      var x509 = (X509Certificate) store.getCertificate("it");
      Files.delete(file);
      Files.delete(folder);
      return new TestCertificate(pem("PRIVATE KEY", key.getEncoded()),
          pem("CERTIFICATE", x509.getEncoded()), x509);
    } catch (IOException | InterruptedException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes both files. */
  public void write(TlsFiles files) throws IOException {
    Files.writeString(files.key(), key);
    Files.writeString(files.certificates(), certificate);
  }

  /** That of a client who knows these certificates and no others. */
  public static SSLContext trusting(TestCertificate... certificates)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < certificates.length; i++) {
      store.setCertificateEntry("c" + i, certificates[i].x509());
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static void keytool(Path file, String algorithm)
      throws IOException, InterruptedException {
    var parts = algorithm.split(" ", 2);
    var process = new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
        "-alias", "it", "-keyalg", parts[0], parts[0].equals("EC") ? "-groupname" : "-keysize",
        parts[1], "-dname", "CN=gateway", "-ext", "SAN=ip:127.0.0.1", "-validity", "2",
        "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD))
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("keytool failed");
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN " + what + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
        + "\n-----END " + what + "-----\n";
  }
}
