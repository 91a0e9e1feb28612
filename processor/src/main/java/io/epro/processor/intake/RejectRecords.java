package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.SourceRecord;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A rejection as a record of the topic of rejects: raw key and value, the coordinates under the header
 * names that Streams gives its dead letters, the codes, and the raw record's own headers as far as they
 * are known. What is left out is said in a header. Thread-safe.
 */
final class RejectRecords {
  /** About 1 KiB in all, whatever the raw record was. */
  private static final int LEAST_MESSAGE = 200;
  private static final String ERRORS = "__streams.errors.";
  private static final String CODES = "epro.codes";
  private static final String OMITTED = "too large";

  /** How much of a raw record goes along, most first. */
  enum Form {
    WHOLE,
    /** The table {@code rejection} keeps the value. */
    WITHOUT_VALUE,
    /** Also without the key, which stands in the raw topic, and with the first reasons only. */
    LEAST
  }

  private final String rawTopic;
  private final String topic;

  RejectRecords(String rawTopic, String topic) {
    this.rawTopic = rawTopic;
    this.topic = topic;
  }

  ProducerRecord<byte[], byte[]> of(Rejection rejection, Form form) {
    SourceRecord source = rejection.source();
    var record = switch (form) {
      case WHOLE -> new ProducerRecord<byte[], byte[]>(topic, source.key(), source.value());
      case WITHOUT_VALUE -> new ProducerRecord<byte[], byte[]>(topic, source.key(), null);
      case LEAST -> new ProducerRecord<byte[], byte[]>(topic, null, null);
    };
    String message = message(rejection);
    add(record, ERRORS + "exception", "rejected");
    add(record, ERRORS + "message", form == Form.LEAST ? shortened(message) : message);
    add(record, ERRORS + "topic", rawTopic);
    add(record, ERRORS + "partition", Integer.toString(source.partition()));
    add(record, ERRORS + "offset", Long.toString(source.offset()));
    add(record, CODES, rejection.reasons().stream().map(reason -> reason.code().code())
        .distinct().collect(Collectors.joining(",")));
    sayWhatIsLeftOut(record, form, message);
    var headers = record.headers();
    if (source.reportId() != null) {
      headers.add(ReportHeaders.REPORT_ID, ReportId.toBytes(source.reportId()));
    }
    headers.add(ReportHeaders.CONTENT_SHA256, source.sha256());
    headers.add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(source.receivedAt()));
    var trace = source.trace();
    if (trace != null) {
      add(record, ReportHeaders.TRACE_ID, trace);
    }
    return record;
  }

  private static void sayWhatIsLeftOut(ProducerRecord<byte[], byte[]> record, Form form,
      String message) {
    switch (form) {
      case WHOLE -> {
      }
      case WITHOUT_VALUE -> add(record, "epro.value-omitted", OMITTED);
      case LEAST -> {
        add(record, "epro.value-omitted", OMITTED);
        add(record, "epro.key-omitted", OMITTED);
        if (message.length() > LEAST_MESSAGE) {
          add(record, "epro.message-shortened", OMITTED);
        }
      }
    }
  }

  private static String message(Rejection rejection) {
    return rejection.reasons().stream()
        .map(reason -> reason.code().code() + " " + reason.pointer())
        .collect(Collectors.joining("; "));
  }

  private static String shortened(String message) {
    if (message.length() <= LEAST_MESSAGE) {
      return message;
    }
    boolean splitsPair = Character.isHighSurrogate(message.charAt(LEAST_MESSAGE - 1));
    return message.substring(0, splitsPair ? LEAST_MESSAGE - 1 : LEAST_MESSAGE);
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
