package io.epro.bench.contestant;

import io.epro.bench.load.LoadPlan;
import java.util.Optional;

/**
 * A contestant that is up.
 *
 * @param broker process of the broker that it acknowledges from; 0 for none
 * @param admin address of its admin port, if it gives profiles
 * @param jwtKey file that signs the tokens that it asks for; empty for none
 * @param stop ends it
 */
public record Server(int port, long pid, long broker, Optional<String> admin, String jwtKey,
    Runnable stop) implements AutoCloseable {

  /** Every connection busy, one report a request, with what this server needs. */
  public LoadPlan load(int connections, long warmUpMillis, long windowMillis) {
    return LoadPlan.closed(port, connections, warmUpMillis, windowMillis)
        .withProcesses(pid, broker).withTokens(jwtKey);
  }

  @Override
  public void close() {
    stop.run();
  }
}
