package io.epro.processor.operators;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.epro.observe.AdminRole;
import io.epro.observe.AdminUser;
import io.epro.observe.AdminUsers;
import io.epro.processor.ProcessorSettings;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators by signed tokens: RS256 or ES256, with the issuer and the audience that are configured, {@code exp}
 * and {@code sub}; their {@code scope} (or {@code scp}) says what they may do ({@link AdminRole#scope}).
 */
public final class OperatorTokens implements AdminUsers {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorTokens.class);
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256,
      JWSAlgorithm.ES256);
  private static final int MOST_CHARACTERS = 8192;
  private static final int LONGEST_NAME = 100;

  private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();

  private OperatorTokens(JWSKeySelector<SecurityContext> keys, ProcessorSettings.Auth settings) {
    var claims = new DefaultJWTClaimsVerifier<SecurityContext>(settings.audience().orElseThrow(),
        new JWTClaimsSet.Builder().issuer(settings.issuer().orElseThrow()).build(),
        Set.of("sub", "exp"));
    claims.setMaxClockSkew((int) settings.clockSkew().toSeconds());
    tokens.setJWSKeySelector(keys);
    // RFC 7519 and RFC 9068; older providers give none.
    tokens.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT,
        new JOSEObjectType("at+jwt"), null));
    tokens.setJWTClaimsSetVerifier(claims);
  }

  /**
   * Empty where no key is configured. Fetches nothing yet.
   *
   * @param settings without problems, as {@link OperatorKeys#problems} finds them
   */
  public static Optional<OperatorTokens> of(ProcessorSettings.Auth settings) {
    return OperatorKeys.of(settings, ALGORITHMS).map(keys -> new OperatorTokens(keys, settings));
  }

  @Override
  public Optional<AdminUser> of(String token) {
    if (token.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      var claims = tokens.process(token, null);
      return Optional.of(new AdminUser(name(claims.getSubject()), AdminRole.of(scopes(claims))));
    } catch (ParseException | BadJOSEException e) {
      LOG.atDebug().addKeyValue("why", e.getClass().getSimpleName())
          .log("A console's token is not good");
      return Optional.empty();
    } catch (JOSEException e) {
      LOG.atWarn().setCause(e).log("A console's token cannot be checked: its keys are not there");
      return Optional.empty();
    }
  }

  @Override
  public boolean onLoopbackToo() {
    return false;
  }

  private static String name(String subject) {
    String printable = subject.replaceAll("[^\\p{Graph} ]", "?");
    return printable.substring(0, Math.min(LONGEST_NAME, printable.length()));
  }

  private static List<String> scopes(JWTClaimsSet claims) {
    var scopes = new ArrayList<String>();
    for (String claim : List.of("scope", "scp")) {
      Object value = claims.getClaim(claim);
      if (value instanceof String words) {
        scopes.addAll(List.of(words.split(" ", -1)));
      } else if (value instanceof List<?> several) {
        several.forEach(word -> scopes.add(String.valueOf(word)));
      }
    }
    return scopes;
  }
}
