package io.epro.gateway.publish;

import io.epro.config.Settings;
import io.epro.gateway.GatewaySettings;
import io.epro.local.fixture.RealKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class KafkaReportPublisherIT extends ReportPublisherContract {
  private final RealKafka kafka = RealKafka.get();
  private final String topic = kafka.newTopicName("publisher");
  private final KafkaReportPublisher publisher = new KafkaReportPublisher(properties(), topic,
      new SimpleMeterRegistry());

  @AfterEach
  void close() {
    publisher.close(Duration.ofSeconds(5));
  }

  @Override
  ReportPublisher publisher() {
    return publisher;
  }

  @Override
  void start() {
    kafka.createTopic(topic, 3, Map.of("max.message.bytes", Integer.toString(MAX_BODY + 10_000)));
    publisher.start();
  }

  @Override
  List<RawReport> arrived() {
    return RawTopic.reports(kafka.bootstrapServers(), topic);
  }

  private Map<String, Object> properties() {
    var settings = Settings.load(GatewaySettings.class,
        Map.of("gateway.kafka.bootstrap-servers", kafka.bootstrapServers()));
    return ProducerProperties.of(settings.kafka(), MAX_BODY, 16 << 20);
  }
}
