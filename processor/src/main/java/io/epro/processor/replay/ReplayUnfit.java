package io.epro.processor.replay;

/** A replay cannot be taken over as it stands; the message says why. Nothing was changed. */
public final class ReplayUnfit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayUnfit(String message) {
    super(message);
  }
}
