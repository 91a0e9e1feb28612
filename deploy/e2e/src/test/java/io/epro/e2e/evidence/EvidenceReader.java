package io.epro.e2e.evidence;

import io.epro.e2e.load.Sent;
import io.epro.local.system.LocalSystem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gathers the evidence from a broker and a database that nobody writes to any more. */
public final class EvidenceReader {
  private final LocalSystem system;
  private final Names names;

  public EvidenceReader(LocalSystem system, Names names) {
    this.system = system;
    this.names = names;
  }

  /** The sum of the raw topic's end offsets. */
  public long end() {
    try (var topics = new TopicReader(system.brokers().bootstrapServers())) {
      return topics.ends(names.raw()).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * The one number that a query gives.
   *
   * @param query with {@code %1$s} for the schema
   */
  public long number(String query) throws SQLException {
    try (var connection = system.postgres().connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(String.format(Locale.ROOT, query, names.schema()))) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The patient is the report's: a record's key may be another one, or none. */
  private static RawRecord raw(ConsumerRecord<byte[], byte[]> record, Sent sent) {
    var raw = TopicReader.raw(record);
    var report = sent.of(raw.digest());
    return report == null ? raw : new RawRecord(raw.at(), report.patientId(), raw.digest());
  }

  public Evidence read(Sent sent) throws SQLException {
    var topic = new ArrayList<RawRecord>();
    Map<Integer, Long> ends;
    var rejected = new ArrayList<RejectedRecord>();
    try (var topics = new TopicReader(system.brokers().bootstrapServers())) {
      ends = topics.read(names.raw(), record -> topic.add(raw(record, sent)));
      topics.read(names.rejected(), record -> rejected.add(TopicReader.rejected(record)));
    }
    try (var connection = system.postgres().connect()) {
      var tables = new TableReader(connection, names);
      return new Evidence(sent, List.copyOf(topic), ends, tables.reports(), tables.rejections(),
          List.copyOf(rejected), tables.ledger());
    }
  }
}
