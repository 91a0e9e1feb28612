package io.epro.processor.model;

import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.sink.BatchGivenUp;
import io.epro.processor.sink.BatchWriter;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.ReportStore;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * How production's parts are put together in a simulated process, as in
 * {@code io.epro.processor.command.Assembly}, {@code SinkNode} and {@code BatchFlushingProducer}. A
 * deliberate break changes one of these.
 */
final class Wiring {
  /** A stream thread's writer of batches. */
  BiFunction<ReportStore, RejectTopic, BatchWriter> writer = BatchWriter::new;
  UnaryOperator<Ledger> ledger = UnaryOperator.identity();
  UnaryOperator<SourceLog> log = UnaryOperator.identity();
  /** What Streams is thrown when a batch was given up ({@code SinkNode.migrateIfGivenUp}). */
  Function<BatchGivenUp, RuntimeException> givenUp = e -> new TaskMigratedException(
      "The thread's batch was given up: " + e.getMessage(), e);
  /** Whether the producer's flush, before each commit of offsets, writes the batch. */
  boolean flushesBeforeCommit = true;
  /** Whether a thread keeps a batch that failed, and with it the failure. */
  boolean keepsFailedBatch = true;
  /** Whether the process looks whether group and ledger agree, at start and from time to time. */
  boolean realigns = true;
  /** What else is different about Kafka or the database. */
  Consumer<World> world = _ -> {};
}
