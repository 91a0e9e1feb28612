package io.epro.local.books;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** How many partitions each process of the live pipeline's group has, as the broker says. Thread-safe. */
public final class GroupShares implements AutoCloseable {
  private static final String GROUP = "epro-processor";
  private static final int LIMIT_SECONDS = 3;

  private final Admin admin;

  public GroupShares(String bootstrapServers) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers,
        "default.api.timeout.ms", 2_000, "request.timeout.ms", 1_000));
  }

  /** Most first; empty while there is no group. */
  public List<Integer> read() throws IOException {
    try {
      var group = admin.describeStreamsGroups(List.of(GROUP)).all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS).values().iterator().next();
      var byProcess = new HashMap<String, Integer>();
      group.members().forEach(member -> byProcess.merge(member.processId(),
          member.assignment().activeTasks().stream().mapToInt(task -> task.partitions().size())
              .sum(),
          Integer::sum));
      return byProcess.values().stream().sorted(Comparator.reverseOrder()).toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new IOException("the broker does not tell who is at work: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("the broker does not tell who is at work", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
