package io.epro.bench.load;

import io.epro.bench.measure.Allocated;
import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The processes of a run: the server, the broker where there is one, and the clients themselves. */
final class Watched implements AutoCloseable {
  private final long server;
  private final long broker;
  private final @Nullable Allocated allocated;

  /** @param server 0 for none, as {@code broker} */
  Watched(long server, long broker) throws IOException {
    this.server = server;
    this.broker = broker;
    this.allocated = server == 0 ? null : Allocated.by(server);
  }

  /** What they have used since they were started. */
  Spent spent() throws IOException {
    return new Spent(cpu(server), cpu(broker), CpuTime.of(ProcessHandle.current().pid()),
        allocated == null ? 0 : allocated.bytes());
  }

  @Override
  public void close() throws IOException {
    if (allocated != null) {
      allocated.close();
    }
  }

  private static Duration cpu(long pid) throws IOException {
    return pid == 0 ? Duration.ZERO : CpuTime.of(pid);
  }

  /** CPU time, and bytes on the server's heap. */
  record Spent(Duration server, Duration broker, Duration clients, long bytes) {
    Spent since(Spent start) {
      return new Spent(server.minus(start.server), broker.minus(start.broker),
          clients.minus(start.clients), bytes - start.bytes);
    }

    Seen.Cost each(long count) {
      return new Seen.Cost(Figures.microsEach(server, count), Figures.microsEach(broker, count),
          Figures.microsEach(clients, count), (double) bytes / count);
    }
  }
}
