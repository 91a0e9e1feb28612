package io.epro.gateway.admit.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.epro.gateway.admit.token.TokenReader.WrongClaim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a token's claims; for one token only. */
final class ClaimsReader {
  /** The year 10000. */
  private static final long LATEST_SECOND = 253_402_300_800L;

  private final String patientClaim;
  private final List<String> audience = new ArrayList<>(1);
  private final List<String> scopes = new ArrayList<>(2);
  private @Nullable String issuer;
  private @Nullable Long expires;
  private @Nullable Long notBefore;
  private @Nullable String patient;

  ClaimsReader(String patientClaim) {
    this.patientClaim = patientClaim;
  }

  /** @throws WrongClaim when a claim that we know has a wrong type */
  Claims read(JsonParser parser) throws IOException {
    TokenReader.begin(parser);
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals(patientClaim)) {
        patient = text(parser);
      }
      switch (name) {
        case "iss" -> issuer = text(parser);
        case "aud" -> texts(parser, audience);
        case "exp" -> expires = seconds(parser);
        case "nbf" -> notBefore = seconds(parser);
        case "scope", "scp" -> texts(parser, scopes);
        default -> {
        }
      }
      TokenReader.skip(parser);
    }
    TokenReader.end(parser);
    return new Claims(issuer, audience, expires, notBefore, patient, words(scopes));
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new WrongClaim();
    }
    return parser.getText();
  }

  private static void texts(JsonParser parser, List<String> into) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      into.add(text(parser));
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      into.add(text(parser));
    }
  }

  /** A NumericDate, which may have decimals; those are cut off. */
  private static long seconds(JsonParser parser) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw new WrongClaim();
    }
    double value = parser.getDoubleValue();
    if (!(value >= 0 && value < LATEST_SECOND)) {
      throw new WrongClaim();
    }
    return (long) value;
  }

  private static List<String> words(List<String> texts) {
    return texts.stream().flatMap(text -> List.of(text.split(" ", -1)).stream()).toList();
  }
}
