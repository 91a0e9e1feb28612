package io.epro.gateway.admit.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.nimbusds.jose.util.Base64URL;
import io.epro.gateway.admit.TokenFault;
import io.epro.gateway.admit.token.ReadToken.Legible;
import io.epro.gateway.admit.token.ReadToken.Illegible;
import io.epro.report.ReportJson;
import io.epro.report.ReportText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Takes a signed JWT in its compact form apart (RFC 7515, 7519), more strictly than the RFCs ask: no
 * name twice in any object, no byte that is not base64url, numbers within reason. Two readers who
 * understand one token differently are how tokens are forged, so nobody else reads it after this.
 * Thread-safe.
 */
final class TokenReader {
  private static final int PARTS = 3;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_LENGTH = 30;
  private static final int MAX_NAME_LENGTH = 256;
  private static final Base64.Decoder BASE64URL = Base64.getUrlDecoder();
  private static final Illegible MALFORMED = new Illegible(TokenFault.MALFORMED);

  private final String patientClaim;
  private final JsonFactory json;

  /** @param maxLength of any text in a token: as long as the token itself may be */
  TokenReader(String patientClaim, int maxLength) {
    this.patientClaim = patientClaim;
    this.json = ReportJson.factory().rebuild()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxNameLength(MAX_NAME_LENGTH)
            .maxStringLength(maxLength)
            .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  ReadToken read(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 1 || second < 0 || text.indexOf('=') >= 0
        || text.split("\\.", -1).length != PARTS) {
      return MALFORMED;
    }
    try (var header = parser(text.substring(0, first));
        var payload = parser(text.substring(first + 1, second))) {
      var head = HeaderReader.read(header);
      if (head.algorithm() == null) {
        return new Illegible(TokenFault.UNSUPPORTED);
      }
      var claims = new ClaimsReader(patientClaim).read(payload);
      var signature = text.substring(second + 1);
      BASE64URL.decode(signature);
      return new Legible(head.algorithm(), head.keyId(), claims,
          text.substring(0, second).getBytes(StandardCharsets.US_ASCII), new Base64URL(signature));
    } catch (WrongClaim e) {
      return new Illegible(TokenFault.BAD_CLAIMS);
    } catch (IOException | IllegalArgumentException e) {
      // From Jackson or the decoder, whose messages quote the token.
      return MALFORMED;
    }
  }

  private JsonParser parser(String part) throws IOException {
    byte[] bytes = BASE64URL.decode(part);
    if (ReportText.malformedUtf8At(bytes) >= 0) {
      throw new IOException("not UTF-8");
    }
    return json.createParser(bytes);
  }

  /** What comes after the beginning of a value, so that all of it is well-formed. */
  static void skip(JsonParser parser) throws IOException {
    parser.skipChildren();
  }

  /** Goes into the one object that there is. */
  static void begin(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not an object");
    }
  }

  static void end(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw new IOException("something follows the object");
    }
  }

  /** A claim that we need is of a wrong type. */
  static final class WrongClaim extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
