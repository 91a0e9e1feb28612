package io.epro.gateway.receive;

/**
 * Notices a connection that brings bytes and no requests. Vert.x tells of a request only when its
 * headers are complete, and its idle timeout starts anew with each byte, so a client that sends one
 * byte a second could hold a connection for hours. Confined to the connection's event loop.
 */
sealed interface ConnectionWatch permits HeadWatch, StreamWatch {

  /** A request's headers are complete. */
  void requestBegins();

  /** A request's body and answer are complete, or will never be. */
  void requestEnds();

  /** @param now by the nano clock */
  boolean isLate(long now, Limits limits);

  /** Ends the connection; true if this answer could be given, to a request that had begun. */
  boolean close(Problem problem);
}
