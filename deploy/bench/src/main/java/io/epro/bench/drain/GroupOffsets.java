package io.epro.bench.drain;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** How far consumer groups have come, as they committed it. Confined to one thread. */
final class GroupOffsets implements AutoCloseable {
  private final Admin admin;

  GroupOffsets(String bootstrapServers) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Of all partitions together, from topics that begin at 0; 0 for a group that is not there yet. */
  long committed(String group) throws IOException {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()
          .get(30, TimeUnit.SECONDS).values().stream().filter(Objects::nonNull)
          .mapToLong(OffsetAndMetadata::offset).sum();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw new IOException("the offsets of " + group + " cannot be read", e);
    } catch (TimeoutException e) {
      throw new IOException("the offsets of " + group + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
