package io.epro.config;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS connection did not come about, in words for the operator of the client. */
public final class TlsFault {
  private TlsFault() {}

  /** What the chain of causes says; empty where it has nothing of TLS. */
  public static Optional<String> of(Throwable failure) {
    String found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String said = said(cause);
      found = said == null ? found : said; // the innermost knows best
    }
    return Optional.ofNullable(found);
  }

  private static @Nullable String said(Throwable cause) {
    return switch (cause) {
      case CertificateExpiredException e -> "the server's certificate has expired: renew it";
      case CertificateNotYetValidException e -> "the server's certificate is not valid yet: compare"
          + " the clocks";
      case CertPathBuilderException _,CertPathValidatorException _ ->
        "the server's certificate is not signed by an authority"
            + " that is trusted here: check the trusted certificates, or who answers there";
      // The JDK's check of the name throws this very class, its check of the path others.
      case CertificateException e when e.getClass() == CertificateException.class ->
        "the server's certificate is for another host (" + e.getMessage()
            + "): connect by a name that it has, or have it issued for this one";
      case SSLException e -> "no TLS connection (" + e.getMessage() + ")";
      default -> null;
    };
  }
}
