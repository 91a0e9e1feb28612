package io.epro.e2e;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A certificate authority of one test. */
final class Authority {
  private static final String LOOPBACK = "127.0.0.1";

  private final X509Bundle root;

  Authority() throws Exception {
    root = new CertificateBuilder().subject("CN=authority of a test").ecp256()
        .setIsCertificateAuthority(true).buildSelfSigned();
  }

  /** PEM files of one identity; {@code both} holds the key and the certificates. */
  record Identity(Path key, Path certificates, Path both) {}

  /** Writes the certificate that others trust. */
  Path trusted(Path folder) throws IOException {
    return Files.writeString(folder.resolve("trusted.pem"), root.getRootCertificatePEM());
  }

  /** Writes an identity for 127.0.0.1. */
  Identity issue(Path folder, String name) throws Exception {
    return write(folder, name, new CertificateBuilder().subject("CN=" + name).ecp256()
        .addSanIpAddress(LOOPBACK).buildIssuedBy(root));
  }

  /** Writes one for 127.0.0.1 that ends then. */
  Identity issue(Path folder, String name, Instant end) throws Exception {
    return write(folder, name, new CertificateBuilder().subject("CN=" + name).ecp256()
        .addSanIpAddress(LOOPBACK).notAfter(end).buildIssuedBy(root));
  }

  /** Writes, under the same name, one for a host that nobody connects to. */
  Identity issueForElsewhere(Path folder, String name) throws Exception {
    return write(folder, name, new CertificateBuilder().subject("CN=" + name).ecp256()
        .addSanDnsName("elsewhere.example").buildIssuedBy(root));
  }

  private static Identity write(Path folder, String name, X509Bundle issued) throws IOException {
    String key = issued.getPrivateKeyPEM();
    String certificates = issued.getCertificatePathPEM();
    return new Identity(Files.writeString(folder.resolve(name + ".key"), key),
        Files.writeString(folder.resolve(name + ".crt"), certificates),
        Files.write(folder.resolve(name + ".pem"), List.of(key, certificates)));
  }
}
