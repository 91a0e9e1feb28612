package io.epro.gateway.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.LongSupplier;

/**
 * For HTTP/2 (RFC 9113): the connection's preface, each frame, and each block of headers, which may be
 * several frames, must come to their end in time. Bodies have deadlines of their own, stream by stream.
 */
final class FrameWatch extends ConnectionWatch {
  private static final int PREFACE = 24;
  private static final int HEADER = 9;
  private static final int TYPE_HEADERS = 1;
  private static final int TYPE_CONTINUATION = 9;
  private static final int FLAG_END_HEADERS = 4;

  private final LongSupplier nanoTime;
  private ChannelHandlerContext channel;
  /** Bytes of what has begun that are still to come, beside a frame's header. */
  private int missing = PREFACE;
  /** Bytes of a frame's header that have come. */
  private int headed;
  private int length;
  private int type;
  private boolean inHeaders;
  private boolean begun;
  private long begunAt;

  @SuppressWarnings("NullAway.Init") // Netty gives the channel before anything else happens
  FrameWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      read(bytes);
    }
    context.fireChannelRead(message);
  }

  @Override
  void requestBegins() {}

  @Override
  void requestEnds() {}

  @Override
  boolean isLate(long now, long limitNanos) {
    return begun && now - begunAt >= limitNanos;
  }

  @Override
  // Closing is all that is left to do.
  @SuppressWarnings("FutureReturnValueIgnored")
  void close(Problem problem) {
    begun = false;
    channel.close();
  }

  private void read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (missing > 0) {
        int more = Math.min(missing, bytes.writerIndex() - at);
        missing -= more;
        at += more;
      } else {
        header(bytes.getUnsignedByte(at++));
      }
      if (missing == 0 && headed == 0 && !inHeaders) {
        begun = false;
      }
    }
    if (!begun && (missing > 0 || headed > 0 || inHeaders)) {
      begun = true;
      begunAt = nanoTime.getAsLong();
    }
  }

  /** Length (24 bits), type, flags, and four bytes that do not matter here. */
  private void header(int value) {
    switch (headed++) {
      case 0 -> length = value;
      case 1, 2 -> length = length << 8 | value;
      case 3 -> type = value;
      case 4 -> {
        if (type == TYPE_HEADERS || type == TYPE_CONTINUATION) {
          inHeaders = (value & FLAG_END_HEADERS) == 0;
        }
      }
      default -> {
      }
    }
    if (headed == HEADER) {
      headed = 0;
      missing = length;
    }
  }
}
