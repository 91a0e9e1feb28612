package io.epro.gateway.receive;

import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Finding.Undecided;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sends a request, for as long as that may take. Confined to the request's event loop,
 * but for {@link #onFound}, which is called on threads of others: it leaves what it was told in a field
 * and posts this to a mailbox, whose queue publishes the field to the event loop.
 */
final class Identification extends Timed<Identification> {
  private final Lane lane;
  private final Consumer<Finding> found;
  private boolean waiting;
  /** What holds if nothing more is found in time. */
  private @Nullable Finding otherwise;
  private @Nullable Finding later;

  /** @param found called at most once, on the event loop, never with {@link Undecided} */
  Identification(Lane lane, Consumer<Finding> found) {
    this.lane = lane;
    this.found = found;
  }

  /** To be called once, after which there may be something to wait for. */
  void begin(Undecided undecided) {
    waiting = true;
    otherwise = undecided.otherwise();
    lane.identities.start(this);
    undecided.found().thenAccept(this::onFound);
  }

  /** Nobody wants to know any more. */
  void end() {
    if (waiting) {
      waiting = false;
      lane.identities.end(this);
    }
  }

  /** On any thread. */
  private void onFound(Finding finding) {
    later = finding;
    lane.identified.post(this);
  }

  /** It is known who sends, and this is the event loop again. */
  void onIdentified() {
    goOnWith(later);
  }

  void onLate() {
    goOnWith(otherwise);
  }

  private void goOnWith(@Nullable Finding finding) {
    if (waiting && finding != null) {
      end();
      found.accept(finding);
    }
  }
}
