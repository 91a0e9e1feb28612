package io.epro.gateway.admit.token;

import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.epro.gateway.admit.token.Judgement.Good;
import io.epro.gateway.admit.token.Judgement.Wrong;
import java.time.Duration;

/**
 * What a token must say.
 *
 * @param audience that {@code aud} is, or holds
 * @param patientClaim that names the patient
 * @param anyPatientScope of those who may report for all
 * @param clockSkew how far the provider's clock may be from ours
 */
public record ClaimRules(String issuer, String audience, String patientClaim,
    String anyPatientScope, Duration clockSkew) {
  /** A report's {@code patientId} is not longer. */
  private static final int MAX_PATIENT_LENGTH = 64;

  /** Judges a token whose signature may not have been checked. */
  Judgement judge(Claims claims, long nowMillis) {
    var expires = claims.expires();
    if (claims.issuer() == null || claims.audience().isEmpty() || expires == null) {
      return new Wrong(TokenFault.BAD_CLAIMS);
    }
    if (!claims.issuer().equals(issuer)) {
      return new Wrong(TokenFault.WRONG_ISSUER);
    }
    if (!claims.audience().contains(audience)) {
      return new Wrong(TokenFault.WRONG_AUDIENCE);
    }
    long skew = clockSkew.toMillis();
    if (nowMillis - skew >= expires * 1000) {
      return new Wrong(TokenFault.EXPIRED);
    }
    if (claims.notBefore() != null && nowMillis + skew < claims.notBefore() * 1000) {
      return new Wrong(TokenFault.NOT_YET_VALID);
    }
    return sender(claims, expires * 1000);
  }

  private Judgement sender(Claims claims, long expiresMillis) {
    if (claims.scopes().contains(anyPatientScope)) {
      return new Good(Sender.ANYONE, expiresMillis);
    }
    var patient = claims.patient();
    if (patient == null || patient.isEmpty() || patient.length() > MAX_PATIENT_LENGTH) {
      return new Wrong(TokenFault.BAD_CLAIMS);
    }
    return new Good(new Sender(patient), expiresMillis);
  }
}
