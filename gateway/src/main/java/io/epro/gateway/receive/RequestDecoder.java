package io.epro.gateway.receive;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.HostAndPortImpl;

/**
 * Reads HTTP/1.1 without leniency about where a request ends and for whom it is. What a proxy in front
 * could understand in another way than we do is refused, and the connection with it: otherwise the rest
 * of one request could be taken for the next (RFC 9112, section 11.2). Netty alone takes the first of two
 * lengths from HTTP/1.0, and reads a body in an unknown transfer coding as further requests. (A length
 * beside chunks, and chunks from HTTP/1.0, it refuses by itself.)
 *
 * <p>What is thrown here becomes a request whose decoder result is a failure; after it Netty throws away
 * whatever comes.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  static final int MAX_FIELDS = 100;
  private static final AsciiString CHUNKED = AsciiString.cached("chunked");

  private boolean current;
  private int fields;
  private int hosts;
  private int lengths;
  private int codings;

  RequestDecoder(HttpServerOptions options) {
    super(options);
  }

  @Override
  protected HttpMessage createMessage(String[] line) {
    fields = 0;
    hosts = 0;
    lengths = 0;
    codings = 0;
    require(isTarget(line[1]), "the target is no URI");
    // Letter by letter: Netty takes "http/01.1" for the same.
    current = line[2].equals("HTTP/1.1");
    require(current || line[2].equals("HTTP/1.0"), "neither HTTP/1.1 nor HTTP/1.0");
    return super.createMessage(line);
  }

  /** Called once for each header, and for each trailer. */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    var name = super.splitHeaderName(line, start, length);
    require(length > 0, "a header without a name");
    if (++fields > MAX_FIELDS) {
      throw new TooLongHttpHeaderException("more than " + MAX_FIELDS + " headers");
    }
    if (name.contentEqualsIgnoreCase(HttpHeaderNames.HOST)) {
      require(++hosts == 1, "more than one Host");
    } else if (name.contentEqualsIgnoreCase(HttpHeaderNames.CONTENT_LENGTH)) {
      require(++lengths == 1, "more than one Content-Length");
    } else if (name.contentEqualsIgnoreCase(HttpHeaderNames.TRANSFER_ENCODING)) {
      require(++codings == 1, "more than one Transfer-Encoding");
    }
    return name;
  }

  /** The one thing that Netty asks when the headers are complete and the body's length is not known. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    if (message instanceof HttpRequest request) {
      requireFraming(request);
    }
    return super.isContentAlwaysEmpty(message);
  }

  private void requireFraming(HttpRequest request) {
    var headers = request.headers();
    require(hosts == 1 || !current, "no Host");
    require(hosts == 0 || isAuthority(headers.get(HttpHeaderNames.HOST)), "no valid Host");
    require(lengths == 0 || isDigits(headers.get(HttpHeaderNames.CONTENT_LENGTH)),
        "Content-Length is no number");
    require(codings == 0
        || CHUNKED.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.TRANSFER_ENCODING)),
        "Transfer-Encoding other than chunked");
    // None of the three may stand in a trailer.
    hosts = 1;
    lengths = 1;
    codings = 1;
  }

  private static boolean isAuthority(String host) {
    return !host.isEmpty() && HostAndPortImpl.isValidAuthority(host);
  }

  /** Visible ASCII without a fragment; more than that is asked of a path where it is compared. */
  private static boolean isTarget(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '#') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
