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
  private boolean placed;

  private Permit(Admission admission, long bytes, boolean placed) {
    this.admission = admission;
    this.bytes = bytes;
    this.placed = placed;
  }

  static Permit withPlace(Admission admission, long bytes) {
    return new Permit(admission, bytes, true);
  }

  /**
   * Bytes for one report of this request, which is then released by itself and has no place of its
   * own.
   *
   * @param length the report's, in bytes
   */
  public Decision part(long length) {
    long needed = Admission.RECORD_OVERHEAD + length;
    return admission.takeBytes(needed) ? new Permit(admission, needed, false)
        : new Refused(Bound.BYTES);
  }

  /** Takes more bytes, for what was not known before; false when there is no room. */
  public boolean grow(long more) {
    if (!admission.takeBytes(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** Gives some bytes back before the rest. */
  public void shrink(long less) {
    admission.freeBytes(less);
    bytes -= less;
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
