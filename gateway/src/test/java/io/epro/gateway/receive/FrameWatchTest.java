package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FrameWatchTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;
  private static final long LIMIT = 100;
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 50);
  private final FrameWatch watch = new FrameWatch(nanoTime::get);
  private final EmbeddedChannel channel = new EmbeddedChannel(watch);

  @Test
  void aConnectionThatSaysNothingIsNotLate() {
    pass(1000);
    assertThat(isLate()).isFalse();
  }

  @Test
  void thePrefaceComesToItsEnd() {
    send(bytes(23));
    pass(LIMIT);
    assertThat(isLate()).isTrue();
    send(bytes(1));
    assertThat(isLate()).isFalse();
  }

  @Test
  void aFrameComesToItsEndHoweverItIsCut() {
    send(bytes(24));
    var frame = frame(DATA, 0, 1000);
    while (frame.isReadable()) {
      send(frame.readBytes(Math.min(frame.readableBytes(), 7)));
      assertThat(watch.isLate(nanoTime.get() + LIMIT, LIMIT)).isEqualTo(frame.isReadable());
    }
  }

  @Test
  void manyFramesThatNeverEndWithARead() {
    send(bytes(24));
    for (int i = 0; i < 100; i++) {
      var all = Unpooled.wrappedBuffer(frame(DATA, 0, 30), frame(DATA, 0, 30));
      send(all.readBytes(40));
      pass(LIMIT / 2);
      assertThat(isLate()).isFalse();
      send(all);
    }
  }

  @Test
  void headersInSeveralFramesComeToTheirEnd() {
    send(bytes(24));
    send(frame(HEADERS, 0, 10));
    pass(LIMIT - 1);
    send(frame(CONTINUATION, 0, 10));
    assertThat(isLate()).isFalse();
    pass(1);
    assertThat(isLate()).isTrue();

    send(frame(CONTINUATION, END_HEADERS, 10));
    assertThat(isLate()).isFalse();
  }

  @Test
  void aLateConnectionIsClosed() {
    send(bytes(3));
    pass(LIMIT);
    watch.close(Problems.bug());

    assertThat(channel.isOpen()).isFalse();
    assertThat(isLate()).isFalse();
  }

  private boolean isLate() {
    return watch.isLate(nanoTime.get(), LIMIT);
  }

  private void send(ByteBuf bytes) {
    channel.writeInbound(bytes);
    ((ByteBuf) channel.readInbound()).release();
  }

  private void pass(long nanos) {
    nanoTime.addAndGet(nanos);
  }

  private static ByteBuf bytes(int count) {
    return Unpooled.wrappedBuffer(new byte[count]);
  }

  private static ByteBuf frame(int type, int flags, int length) {
    return Unpooled.buffer().writeMedium(length).writeByte(type).writeByte(flags).writeInt(1)
        .writeZero(length);
  }
}
