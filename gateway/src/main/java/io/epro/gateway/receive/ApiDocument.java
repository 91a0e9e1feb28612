package io.epro.gateway.receive;

import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The API's description (OpenAPI), for everyone who asks. It needs no token and takes no place among
 * the requests, so that strangers cannot take the patients' places; in exchange it is bounded otherwise:
 * all answers share one copy of the bytes, and an answer ends when its bytes are with the kernel, so that
 * a client that asks and asks and never reads is not heard again (HTTP/1.1; with HTTP/2 its streams are
 * counted). Thread-safe.
 */
final class ApiDocument {
  static final String PATH = "/openapi.yaml";
  static final String METHODS = "GET, HEAD";
  /** RFC 9512. */
  private static final CharSequence TYPE = AsciiString.cached("application/yaml");
  /** It changes with the gateway's version alone, but then it should be seen soon. */
  private static final CharSequence CACHE = AsciiString.cached("public, max-age=300");
  private static final int TAG_DIGITS = 32;

  /** Which Vert.x lets be written more than once, and nobody changes. */
  private final Buffer bytes;
  private final CharSequence length;
  private final String tag;

  private ApiDocument(byte[] document) {
    this.bytes = Buffer.buffer(document);
    this.length = AsciiString.cached(Integer.toString(document.length));
    this.tag = '"' + HexFormat.of().formatHex(Sha256.of(document)).substring(0, TAG_DIGITS) + '"';
  }

  /** The one that the gateway was built with. */
  static ApiDocument read() {
    try (var document = ApiDocument.class.getResourceAsStream(PATH)) {
      if (document == null) {
        throw new IllegalStateException("built without " + PATH);
      }
      return new ApiDocument(document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @return done when the answer has left, or nobody is there any more */
  Future<Void> answer(HttpServerRequest request) {
    var response = request.response();
    response.putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, CACHE);
    if (response.closed()) {
      return Future.succeededFuture();
    }
    if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return response.setStatusCode(304).end();
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, TYPE).putHeader(HttpHeaders.CONTENT_LENGTH,
        length);
    return request.method().equals(HttpMethod.HEAD) ? response.end()
        : response.write(bytes).compose(written -> response.end());
  }

  /** RFC 9110, 13.1.2: tags are compared weakly. */
  private boolean isKnown(@Nullable String tags) {
    return tags != null && (tags.strip().equals("*") || Arrays.stream(tags.split(",", -1))
        .map(String::strip).anyMatch(one -> one.equals(tag) || one.equals("W/" + tag)));
  }
}
