package io.epro.gateway.admit.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a token's header: {@code alg}, {@code kid}, {@code typ}, and nothing that we do not do. */
final class HeaderReader {
  /**
   * Keys and addresses of keys that a token brings along, what must be understood (nothing is),
   * payloads that are encoded, compressed, encrypted or tokens themselves.
   */
  private static final Set<String> REFUSED = Set.of("jwk", "jku", "x5c", "x5u", "crit", "b64",
      "zip",
      "enc", "cty");
  /** RFC 7519 and RFC 9068; other types are made for other purposes. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt",
      "application/at+jwt");

  private HeaderReader() {}

  /** @param algorithm null where the header asks for something that we do not do */
  record Head(@Nullable Algorithm algorithm, @Nullable String keyId) {}

  static Head read(JsonParser parser) throws IOException {
    TokenReader.begin(parser);
    Algorithm algorithm = null;
    String keyId = null;
    boolean supported = true;
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "alg" -> algorithm = Algorithm.named(text(parser));
        case "kid" -> keyId = text(parser);
        case "typ" -> supported &= TYPES.contains(text(parser).toLowerCase(Locale.ROOT));
        default -> supported &= !REFUSED.contains(name);
      }
      TokenReader.skip(parser);
    }
    TokenReader.end(parser);
    return new Head(supported ? algorithm : null, keyId);
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new IOException("not a string");
    }
    return parser.getText();
  }
}
