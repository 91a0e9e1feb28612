package io.epro.bench.drain;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A topic for a backlog. */
public final class BacklogTopic {
  /** Unless told otherwise. */
  public static final int PARTITIONS = 12;
  private static final int LIMIT_SECONDS = 60;

  private BacklogTopic() {}

  /** Returns when its leaders serve: a producer that comes before may wait for its delivery timeout. */
  public static void create(String name, String bootstrapServers) throws IOException {
    create(name, PARTITIONS, bootstrapServers);
  }

  static void create(String name, int partitions, String bootstrapServers) throws IOException {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      admin.listOffsets(IntStream.range(0, partitions).boxed().collect(Collectors.toMap(
          partition -> new TopicPartition(name, partition), _ -> OffsetSpec.latest()))).all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the topic " + name + " cannot be created", e);
    }
  }
}
