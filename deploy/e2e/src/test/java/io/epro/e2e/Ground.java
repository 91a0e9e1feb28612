package io.epro.e2e;

import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.Names;
import io.epro.local.process.Trees;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker and a database for one scenario after the other, which have topics, a group and a schema of
 * their own there. Kept, since starting takes longer than some scenarios; whoever has it may kill them,
 * as long as it starts them again. There are as many as scenarios run at the same time. The directory
 * goes with the JVM unless a scenario failed.
 */
final class Ground {
  static final int PARTITIONS = 12;
  // Started often and for seconds only: the first compiler is enough.
  private static final List<String> SMALL_JVM = List.of("-Xms64m", "-Xmx320m",
      "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
      "--sun-misc-unsafe-memory-access=allow");

  private static final Queue<Ground> FREE = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger SCENARIOS = new AtomicInteger();

  private final Path data;
  private final LocalSystem system;
  private final boolean own;
  private volatile boolean kept;

  private Ground(Path data, LocalSystem system, boolean own) {
    this.data = data;
    this.system = system;
    this.own = own;
  }

  /** For the caller alone, until {@link #giveBack}; started if none is free. */
  static Ground take() throws IOException {
    var free = FREE.poll();
    return free == null ? start() : free;
  }

  /** For one scenario that breaks or sets up its brokers in a way of its own; ends with it. */
  static Ground own(int brokers, Prepared prepared) throws IOException {
    var data = Files.createTempDirectory("epro-e2e-");
    var plan = prepared.plan(SystemPlan.in(data).withJvm(List.of(), SMALL_JVM));
    return started(new Ground(data, new LocalSystem(plan, brokers), true));
  }

  /** What has to be there before the brokers start, and how they are to be started. */
  interface Prepared {
    SystemPlan plan(SystemPlan usual) throws IOException;
  }

  /** Not after a failure: it may be without its broker or database. */
  void giveBack() {
    if (own) {
      end();
    } else {
      FREE.add(this);
    }
  }

  LocalSystem system() {
    return system;
  }

  /** Names for one more scenario, and its topics. */
  Names next() throws IOException {
    var names = Names.of(SCENARIOS.incrementAndGet());
    try (var admin = Admin.create(
        Map.of("bootstrap.servers", system.brokers().bootstrapServers()))) {
      admin.createTopics(List.of(newTopic(names.raw()), newTopic(names.rejected()))).all().get(30,
          TimeUnit.SECONDS);
      awaitLeaders(admin, names.raw());
      return names;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the scenario's topics cannot be created", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static NewTopic newTopic(String name) {
    return new NewTopic(name, Optional.of(PARTITIONS), Optional.empty());
  }

  // A topic exists before its leaders serve. A producer that is too quick may have its second batch
  // taken and its first refused, which Kafka then calls out of order until the delivery times out.
  private static void awaitLeaders(Admin admin, String topic) {
    var latest = IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toMap(
        partition -> new TopicPartition(topic, partition), partition -> OffsetSpec.latest()));
    await("leaders of " + topic).ignoreExceptions().until(
        () -> admin.listOffsets(latest).all().get(5, TimeUnit.SECONDS).size() == PARTITIONS);
  }

  /** Data and logs outlive this JVM. @return where they are */
  Path keep() {
    kept = true;
    return data;
  }

  private static Ground start() throws IOException {
    var data = Files.createTempDirectory("epro-e2e-");
    var plan = SystemPlan.in(data).withJvm(List.of(), SMALL_JVM);
    return started(new Ground(data, new LocalSystem(plan), false));
  }

  private static Ground started(Ground ground) throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(ground::end, "end-of-ground"));
    ground.system.start();
    return ground;
  }

  void end() {
    system.close();
    try {
      if (!kept) {
        Trees.delete(data);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + data + " (" + e.getMessage() + ")");
    }
  }
}
