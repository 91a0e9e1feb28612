package io.epro.gateway.receive;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** For HTTP/1.1: the headers of a request must come to their end in time. */
final class HeadWatch extends ConnectionWatch {
  private final LongSupplier nanoTime;
  private ChannelHandlerContext channel;
  private boolean inRequest;
  private boolean begun;
  private long begunAt;

  @SuppressWarnings("NullAway.Init") // Netty gives the channel before anything else happens
  HeadWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!inRequest && !begun) {
      begun = true;
      begunAt = nanoTime.getAsLong();
    }
    context.fireChannelRead(message);
  }

  @Override
  void requestBegins() {
    inRequest = true;
    begun = false;
  }

  @Override
  void requestEnds() {
    inRequest = false;
  }

  @Override
  boolean isLate(long now, long limitNanos) {
    return begun && now - begunAt >= limitNanos;
  }

  /** Answers by hand, since for Vert.x there is no request yet, and closes the connection. */
  // Closing is all that is left to do, whether the answer arrived or not.
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  void close(Problem problem) {
    requestBegins();
    var body = problem.toJson();
    var answer = "HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-type: "
        + Problem.MEDIA_TYPE + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
    channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
