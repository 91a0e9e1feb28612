package io.epro.processor.intake;

import io.epro.processor.intake.RejectRecords.Form;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;

/**
 * The topic of rejects, on a stream thread's own producer. A record that the topic refuses as too large
 * is sent again with less of the raw record, at last with none of it, so that no record can block its
 * partition.
 */
public final class KafkaRejectTopic implements RejectTopic {
  private final Producer<byte[], byte[]> producer;
  private final RejectRecords records;
  private final String topic;
  private final Duration ackTimeout;

  /**
   * @param rawTopic where the rejected records stand
   * @param ackTimeout for all rejects of a batch together
   */
  public KafkaRejectTopic(Producer<byte[], byte[]> producer, String rawTopic, String topic,
      Duration ackTimeout) {
    this.producer = producer;
    this.records = new RejectRecords(rawTopic, topic);
    this.topic = topic;
    this.ackTimeout = ackTimeout;
  }

  @Override
  public void publish(List<Rejection> rejections) {
    Acknowledged.within(ackTimeout, producer, "rejects into " + topic, sends -> {
      var sent = new ArrayList<Future<?>>(rejections.size());
      for (Rejection rejection : rejections) {
        sent.add(sends.send(records.of(rejection, Form.WHOLE)));
      }
      for (int i = 0; i < sent.size(); i++) {
        Rejection rejection = rejections.get(i);
        if (sends.tooLarge(sent.get(i))
            && sends.tooLarge(sends.send(records.of(rejection, Form.WITHOUT_VALUE)))) {
          sends.await(sends.send(records.of(rejection, Form.LEAST)));
        }
      }
    });
  }
}
