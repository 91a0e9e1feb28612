package io.epro.processor.operators;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.epro.config.KeySetUrl;
import io.epro.config.PublicKeyPem;
import io.epro.processor.ProcessorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys that operators' tokens are signed with: a key set by URL, or a file with one. */
public final class OperatorKeys {
  private static final int MILLIS = 5000;
  private static final int MOST_BYTES = 256 * 1024;
  private static final String PREFIX = "processor.console.auth.";

  private OperatorKeys() {}

  /** Everything that is wrong with the settings, in plain words. Reads the file, if there is one. */
  public static List<String> problems(ProcessorSettings.Auth settings) {
    var problems = new ArrayList<String>();
    settings.jwksUrl().ifPresent(url -> KeySetUrl.problems(url)
        .forEach(problem -> problems.add(PREFIX + "jwks-url: " + problem)));
    settings.publicKey().ifPresent(file -> {
      try {
        PublicKeyPem.read(file);
      } catch (IOException e) {
        problems.add(PREFIX + "public-key: " + e.getMessage());
      }
    });
    boolean keyed = settings.jwksUrl().isPresent() || settings.publicKey().isPresent();
    if (settings.jwksUrl().isPresent() && settings.publicKey().isPresent()) {
      problems.add(PREFIX + "jwks-url and " + PREFIX + "public-key: set only one of them");
    }
    if (keyed && settings.issuer().isEmpty()) {
      problems.add(PREFIX + "issuer is needed with a key: what the tokens say in iss");
    }
    if (keyed && settings.audience().isEmpty()) {
      problems.add(PREFIX + "audience is needed with a key: what the tokens say in aud");
    }
    if (!keyed && (settings.issuer().isPresent() || settings.audience().isPresent())) {
      problems.add(PREFIX + "issuer and audience need " + PREFIX + "jwks-url or " + PREFIX
          + "public-key");
    }
    return problems;
  }

  static Optional<JWSKeySelector<SecurityContext>> of(ProcessorSettings.Auth settings,
      Set<JWSAlgorithm> algorithms) {
    return settings.jwksUrl().map(url -> keySet(url, algorithms))
        .or(() -> settings.publicKey().map(OperatorKeys::oneKey));
  }

  /** Fetched when first needed and now and then; while the provider is away, the last ones stay good. */
  private static JWSKeySelector<SecurityContext> keySet(URI url, Set<JWSAlgorithm> algorithms) {
    try {
      var keys = JWKSourceBuilder
          .create(url.toURL(), new DefaultResourceRetriever(MILLIS, MILLIS, MOST_BYTES))
          .retrying(true).outageTolerantForever().build();
      return new JWSVerificationKeySelector<>(algorithms, keys);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JWSKeySelector<SecurityContext> oneKey(Path file) {
    PublicKey key;
    try {
      key = PublicKeyPem.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var algorithm = key instanceof ECPublicKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
    return (header, _) -> header.getAlgorithm().equals(algorithm) ? List.of(key) : List.of();
  }
}
