package io.epro.gateway.receive;

import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Notices when something has begun to arrive on a connection and does not come to its end. Vert.x
 * tells of a request only when its headers are complete, and its idle timeout starts anew with each
 * byte, so a client that sends one byte a second could hold a connection for hours. Stands in front of
 * the decoder, behind TLS; confined to its event loop.
 */
abstract sealed class ConnectionWatch extends ChannelInboundHandlerAdapter permits HeadWatch,
    FrameWatch {

  /** A request's headers are complete. */
  abstract void requestBegins();

  /** A request's body and answer are complete. */
  abstract void requestEnds();

  abstract boolean isLate(long now, long limitNanos);

  /** Ends a connection that is late, with this answer where one can be given. */
  abstract void close(Problem problem);
}
