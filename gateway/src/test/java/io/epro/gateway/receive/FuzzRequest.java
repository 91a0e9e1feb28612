package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes make the same requests however the network cuts them, each with a length that is beyond doubt,
 * and after the first that cannot be read come none.
 */
public final class FuzzRequest {
  /** No byte of an input is read as this character. */
  private static final String BROKEN = "☠";
  private static final HttpServerOptions OPTIONS = new HttpServerOptions();

  private FuzzRequest() {}

  /** Called by Jazzer, once for each input: its first byte says where the others are cut. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      var bytes = Arrays.copyOfRange(input, 1, input.length);
      int piece = 1 + (input[0] & 0xFF);
      assertThat(read(bytes, piece)).isEqualTo(read(bytes, Math.max(1, bytes.length)));
    }
  }

  private static String read(byte[] bytes, int piece) {
    var channel = new EmbeddedChannel(new RequestDecoder(OPTIONS));
    var found = new StringBuilder();
    for (int from = 0; from < bytes.length; from += piece) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes, from,
          Math.min(piece, bytes.length - from)));
      tell(channel, found);
    }
    channel.finishAndReleaseAll();
    return found.toString();
  }

  private static void tell(EmbeddedChannel channel, StringBuilder found) {
    for (HttpObject read = channel.readInbound(); read != null; read = channel.readInbound()) {
      assertThat(found.toString()).doesNotContain(BROKEN);
      if (read.decoderResult().isFailure()) {
        found.append(BROKEN);
      } else if (read instanceof HttpRequest request) {
        check(request.headers());
        found.append(request.method()).append(' ').append(request.uri()).append(' ')
            .append(request.headers().entries()).append('\n');
      }
      if (read instanceof HttpContent content) {
        found.append(content.content().toString(StandardCharsets.ISO_8859_1));
        content.release();
        if (content instanceof LastHttpContent) {
          found.append("\nend\n");
        }
      }
    }
  }

  private static void check(HttpHeaders headers) {
    int lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size();
    int codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size();
    assertThat(lengths + codings).isLessThanOrEqualTo(1);
    assertThat(headers.getAll(HttpHeaderNames.HOST).size()).isLessThanOrEqualTo(1);
    assertThat(headers.size()).isLessThanOrEqualTo(RequestDecoder.MAX_FIELDS);
    if (codings == 1) {
      assertThat(headers.get(HttpHeaderNames.TRANSFER_ENCODING)).isEqualToIgnoringCase("chunked");
    }
    if (lengths == 1) {
      assertThat(headers.get(HttpHeaderNames.CONTENT_LENGTH)).matches("[0-9]+");
    }
  }
}
