package io.epro.e2e.evidence;

import io.epro.e2e.load.Sent;
import io.epro.local.system.LocalSystem;
import io.epro.topics.Topics;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gathers the evidence from a broker and a database that nobody writes to any more. */
public final class EvidenceReader {
  private final LocalSystem system;

  public EvidenceReader(LocalSystem system) {
    this.system = system;
  }

  public Evidence read(Sent sent) throws SQLException {
    var topic = new ArrayList<RawRecord>();
    Map<Integer, Long> ends;
    var rejected = new ArrayList<RejectedRecord>();
    try (var topics = new TopicReader(system.kafka().bootstrapServers())) {
      ends = topics.read(Topics.RAW, record -> topic.add(TopicReader.raw(record)));
      topics.read(Topics.REJECTED, record -> rejected.add(TopicReader.rejected(record)));
    }
    try (var connection = system.postgres().connect()) {
      var tables = new TableReader(connection);
      return new Evidence(sent, List.copyOf(topic), ends, tables.reports(), tables.rejections(),
          List.copyOf(rejected), tables.ledger());
    }
  }
}
