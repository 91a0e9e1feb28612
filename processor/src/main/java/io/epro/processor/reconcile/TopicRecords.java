package io.epro.processor.reconcile;

import io.epro.processor.sink.Judged;
import java.util.List;
import java.util.function.Consumer;

/**
 * The raw topic. All calls throw {@link io.epro.processor.ledger.OutageException} when the brokers do not
 * answer.
 */
public interface TopicRecords {

  /** What Kafka calls the topic: one made anew has another id. */
  String topicId();

  /** Of every partition, in their order; what is not committed yet does not count. */
  List<TopicRange> ranges();

  /** Whether a record lies there; a range may also hold nothing but the ends of transactions. */
  boolean holdsRecord(int partition, long from, long to);

  /**
   * Reads offsets from {@code from} to before {@code to} of a partition, in order. Each record comes as
   * the pipeline would judge it now: a {@link io.epro.processor.sink.Row} without enrichment, which the
   * next one overwrites, or a {@link io.epro.processor.sink.Rejection}.
   */
  void read(int partition, long from, long to, Consumer<Judged> each);
}
