package io.epro.gateway.admit;

/**
 * A request's place and its bytes, which end separately: the place with the answer, the bytes when
 * nothing holds the body any more. A client that is told {@code broker_unavailable} frees its place,
 * but its record may still wait in the producer, and memory is what the bytes count.
 *
 * <p>Confined to the request's event loop until the body is handed to the publisher; from then on
 * {@link #releaseBytes()} belongs to the publisher's callback and the rest stays where it was.
 */
public final class Permit implements Decision {
  private final Admission admission;
  private long bytes;
  private boolean placed = true;

  Permit(Admission admission, long bytes) {
    this.admission = admission;
    this.bytes = bytes;
  }

  /** Takes more bytes, for a body that did not say its length; false when there is no room. */
  public boolean grow(long more) {
    if (!admission.takeBytes(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** Frees the request's place; the second call does nothing. */
  public void releasePlace() {
    if (placed) {
      placed = false;
      admission.freePlace();
    }
  }

  /** Frees the bytes; the second call does nothing. */
  public void releaseBytes() {
    admission.freeBytes(bytes);
    bytes = 0;
  }
}
