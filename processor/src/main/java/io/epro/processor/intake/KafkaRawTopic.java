package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.epro.config.KafkaRefusal;
import io.epro.config.KafkaSettings;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.redrive.Candidate;
import io.epro.processor.redrive.Coordinates;
import io.epro.processor.redrive.RawTopic;
import io.epro.report.ReportId;
import io.epro.topics.BoundedRead;
import io.epro.topics.ReportHeaders;
import io.epro.topics.TraceParent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The raw topic, published to in transactions of one name, by which the brokers shut a former publisher
 * out. For one thread.
 */
public final class KafkaRawTopic implements RawTopic, AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofMillis(TIMEOUT_MILLIS);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  /** Opens no connection yet. */
  public KafkaRawTopic(KafkaSettings kafka, String topic) {
    this.topic = topic;
    this.producer = new KafkaProducer<>(kafka.client(Map.of(
        ProducerConfig.CLIENT_ID_CONFIG, "epro-redrive",
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "epro-redrive-" + topic,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES,
        ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 3,
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 2 * TIMEOUT_MILLIS)),
        new ByteArraySerializer(), new ByteArraySerializer());
    this.consumer = new KafkaConsumer<>(kafka.client(Map.of(
        ConsumerConfig.CLIENT_ID_CONFIG, "epro-redrive",
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS)),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void begin() {
    orOutage("begin a transaction", () -> {
      producer.initTransactions();
      return true;
    });
  }

  @Override
  public Map<Integer, Long> ends(Collection<Integer> partitions) {
    var asked = partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList();
    var ends = new HashMap<Integer, Long>();
    orOutage("tell where topic " + topic + " ends", () -> consumer.endOffsets(asked))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  @Override
  public Map<Coordinates, Long> publish(List<Candidate> candidates) {
    return orOutage("take records for topic " + topic, () -> {
      var left = new ArrayList<>(candidates);
      while (true) {
        var sent = new LinkedHashMap<Coordinates, Future<RecordMetadata>>();
        producer.beginTransaction();
        left.forEach(candidate -> sent.put(candidate.at(), producer.send(record(candidate))));
        producer.flush();
        if (!left.removeIf(candidate -> isTooLarge(sent.get(candidate.at())))) {
          producer.commitTransaction();
          return offsets(sent);
        }
        producer.abortTransaction();
      }
    });
  }

  /** Flushed, so each has its answer. */
  private static boolean isTooLarge(@Nullable Future<RecordMetadata> sent) {
    return sent != null && sent.state() == Future.State.FAILED
        && sent.exceptionNow() instanceof RecordTooLargeException;
  }

  /** Committed, so each is there. */
  private static Map<Coordinates, Long> offsets(Map<Coordinates, Future<RecordMetadata>> sent) {
    var offsets = new HashMap<Coordinates, Long>();
    sent.forEach((at, answer) -> offsets.put(at, answer.resultNow().offset()));
    return offsets;
  }

  private ProducerRecord<byte[], byte[]> record(Candidate candidate) {
    var record = new ProducerRecord<byte[], byte[]>(topic, candidate.at().partition(),
        candidate.key(),
        candidate.value());
    var headers = record.headers();
    if (candidate.reportId() != null) {
      headers.add(ReportHeaders.REPORT_ID, ReportId.toBytes(candidate.reportId()));
    }
    headers.add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(candidate.receivedAt()));
    if (candidate.traceId() != null) {
      headers.add(ReportHeaders.TRACEPARENT, TraceParent.of(candidate.traceId(), anyStep()));
    }
    headers.add(ReportHeaders.REDRIVEN_FROM, mark(candidate.at()).getBytes(US_ASCII));
    return record;
  }

  /** An id for this step of a trace: random and not zero. */
  private static long anyStep() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  private static String mark(Coordinates at) {
    return at.partition() + ":" + at.offset();
  }

  @Override
  public Map<Coordinates, Long> find(Set<Coordinates> marks, Map<Integer, Long> from) {
    var wanted = new HashMap<String, Coordinates>();
    marks.forEach(at -> wanted.put(mark(at), at));
    return orOutage("give the records of topic " + topic, () -> {
      var found = new HashMap<Coordinates, Long>();
      var positions = new HashMap<TopicPartition, Long>();
      from.forEach(
          (partition, offset) -> positions.put(new TopicPartition(topic, partition), offset));
      BoundedRead.through(consumer, positions, consumer.endOffsets(positions.keySet()), PATIENCE,
          record -> {
            markOf(record).map(wanted::get).filter(at -> at.partition() == record.partition())
                .ifPresent(at -> found.put(at, record.offset()));
            return true;
          });
      return found;
    });
  }

  private static Optional<String> markOf(ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(record.headers().lastHeader(ReportHeaders.REDRIVEN_FROM))
        .map(Header::value).map(value -> new String(value, US_ASCII));
  }

  private interface Call<T> { T now(); }

  private static <T> T orOutage(String what, Call<T> call) {
    try {
      return call.now();
    } catch (KafkaException e) {
      throw new OutageException("Kafka cannot " + what + " ("
          + KafkaRefusal.of(e).orElse(e.getClass().getSimpleName()) + ")", e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
  }
}
