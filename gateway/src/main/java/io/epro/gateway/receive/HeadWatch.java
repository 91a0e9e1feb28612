package io.epro.gateway.receive;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** For HTTP/1.1: the headers of a request must come to their end in time. */
final class HeadWatch extends ChannelInboundHandlerAdapter implements ConnectionWatch {
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
  public void requestBegins() {
    inRequest = true;
    begun = false;
  }

  @Override
  public void requestEnds() {
    inRequest = false;
  }

  @Override
  public boolean isLate(long now, Limits limits) {
    return begun && now - begunAt >= limits.request().toNanos();
  }

  /** Answers by hand, since for Vert.x there is no request yet, and closes the connection. */
  // Closing is all that is left to do, whether the answer arrived or not.
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public boolean close(Problem problem) {
    requestBegins();
    var body = problem.toJson();
    var answer = "HTTP/1.1 " + HttpResponseStatus.valueOf(problem.code().status())
        + "\r\nconnection: close\r\ncontent-type: " + Problem.MEDIA_TYPE + "\r\ncontent-length: "
        + body.length() + "\r\n\r\n" + body;
    channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
        .addListener(ChannelFutureListener.CLOSE);
    return true;
  }
}
