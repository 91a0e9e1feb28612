package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.observe.Health;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running topology. An exception that reaches the end of a stream thread is a fault of ours or a
 * contradiction an operator must settle: the whole client stops, nothing is committed, and
 * {@link #failed} says so. Unless the brokers refuse this client, the dictionary's topic was cut off or made
 * anew, or Kafka's client loses a race ({@link ConsumerRace}): Streams outlasts none of these, and a
 * pipeline made anew does.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /** For what has ended already. A member that the brokers refuse cannot leave, and tries for long. */
  private static final Duration SHORT_DRAIN = Duration.ofSeconds(5);

  private final KafkaStreams streams;
  private final ProcessorSettings settings;
  private final KafkaStreamsMetrics metrics;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable String failure;
  private volatile Duration drainTimeout;
  private volatile Consumer<String> beginAgain = reason -> {};

  public Pipeline(Topology topology, ProcessorSettings settings, KafkaClientSupplier clients,
      MeterRegistry registry) {
    this(topology, settings, clients, registry, null);
  }

  /** @param reachedAt {@code host:port} that the other members are told; null for none */
  public Pipeline(Topology topology, ProcessorSettings settings, KafkaClientSupplier clients,
      MeterRegistry registry, @Nullable String reachedAt) {
    this.settings = settings;
    drainTimeout = settings.drainTimeout();
    var properties = StreamsProperties.of(settings);
    if (reachedAt != null) {
      properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, reachedAt);
    }
    streams = new KafkaStreams(topology, properties, clients, new SteadyTime());
    streams.setUncaughtExceptionHandler(this::stopLoudly);
    streams.setStateListener((now, before) -> {
      LOG.atInfo().addKeyValue("from", before).addKeyValue("to", now).log("The pipeline changed");
      if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
        ended.countDown();
      }
    });
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
  }

  private StreamThreadExceptionResponse stopLoudly(Throwable thrown) {
    Throwable root = root(thrown);
    var passing = KafkaRefusal.of(thrown)
        .or(() -> ConsumerRace.of(root, settings.groupProtocol()))
        .or(() -> cutDictionary(root));
    passing.ifPresentOrElse(this::endToBeginAgain,
        () -> fail(root instanceof MissingSourceTopicException ? topicGone() : root));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void endToBeginAgain(String reason) {
    drainTimeout = drainTimeout.compareTo(SHORT_DRAIN) < 0 ? drainTimeout : SHORT_DRAIN;
    beginAgain.accept(reason);
  }

  /** Where a stream thread may begin, Streams itself decides; it has no answer for its global thread. */
  private Optional<String> cutDictionary(Throwable root) {
    return root instanceof InvalidOffsetException
        && Thread.currentThread().getName().endsWith("GlobalStreamThread")
            ? Optional.of("the topic " + settings.topics().drugs() + " was cut off or made anew")
            : Optional.empty();
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private LedgerFault topicGone() {
    return new LedgerFault("topic " + settings.topics().raw()
        + " was deleted while it was read. Bring"
        + " it back; if it was made anew, give processor.pipeline another name to begin new books");
  }

  /** Tells that it must not go on. */
  public void fail(Throwable fault) {
    // A message that is not ours may quote data.
    failure = fault.getClass().getSimpleName()
        + (fault instanceof LedgerFault ? ": " + fault.getMessage() : "");
    LOG.atError().setCause(fault).addKeyValue("reason", failure)
        .log("The pipeline cannot go on and stops");
  }

  /** @throws OutageException when the brokers refuse this client: close it, and start another later */
  public void start() {
    try {
      streams.start();
    } catch (StreamsException e) {
      throw new OutageException(
          "Kafka refuses (to read the dictionary): " + KafkaRefusal.of(e).orElseThrow(() -> e), e);
    }
  }

  /** Tells whom to tell when it has ended by what a new one may not meet. */
  void whenItHasToBeginAgain(Consumer<String> reason) {
    beginAgain = reason;
  }

  /** Stops taking records, keeps its place in the group. */
  public void pause() {
    streams.pause();
  }

  public void resume() {
    streams.resume();
  }

  /** Where those members are reached that own partitions; none while it has not begun or has ended. */
  public List<String> instances() {
    if (!streams.state().isRunningOrRebalancing()) {
      return List.of();
    }
    return streams.metadataForAllStreamsClients().stream()
        .map(member -> member.hostInfo().host() + ":" + member.hostInfo().port()).toList();
  }

  /** Why it ended by itself; null while it has not. */
  public @Nullable String failed() {
    return failure;
  }

  /** Counts down when the topology has ended, by close or by itself. */
  public CountDownLatch ended() {
    return ended;
  }

  public Health health() {
    if (failure != null) {
      return Health.notReady("stopped: " + failure);
    }
    KafkaStreams.State state = streams.state();
    return state == KafkaStreams.State.RUNNING ? Health.READY
        : Health.notReady("the stream threads are " + state);
  }

  /** Writes the last batches, commits, and leaves the group so that others take over at once. */
  @Override
  public void close() {
    boolean closed = streams.close(CloseOptions.timeout(drainTimeout)
        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!closed) {
      LOG.atWarn().addKeyValue("timeout", drainTimeout)
          .log(
              "The stream threads did not stop in time; what they had not committed is read again");
    }
    metrics.close();
  }
}
