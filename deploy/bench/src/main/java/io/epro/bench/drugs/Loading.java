package io.epro.bench.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.bench.measure.Figures;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A whole dictionary from its topic, as at the start of a processor, in a JVM of its own. */
final class Loading {
  private static final String TOPIC = "drugs";
  private static final int LIMIT_SECONDS = 60;
  private static final Duration CHILD_LIMIT = Duration.ofMinutes(3);
  private static final int OLDER_EVERY = 10;

  private final Path data;

  /** @param data a directory for broker and child */
  Loading(Path data) {
    this.data = data;
  }

  Loaded run(int drugs) throws IOException {
    try (var kafka = new LocalKafka(data.resolve("kafka"), 0,
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=4"), Map.of())) {
      kafka.start();
      create(kafka.bootstrapServers());
      publish(kafka.bootstrapServers(), drugs);
      var result = data.resolve("loaded.json");
      var child = ChildProcess.start(Command.java("loading",
          List.of("-Xmx2g", "-XX:+UseCompactObjectHeaders",
              "--sun-misc-unsafe-memory-access=allow", "-cp",
              System.getProperty("java.class.path"),
              "-Dlogback.configurationFile=io/epro/terminal/quiet-logback.xml"),
          List.of(LoadingChild.class.getName(), kafka.bootstrapServers(), TOPIC,
              Integer.toString(drugs), result.toString()),
          data.resolve("loading.log")));
      try {
        if (!child.waitFor(CHILD_LIMIT) || child.exitCode().orElse(1) != 0) {
          throw new IOException("the dictionary was not loaded: " + child.diagnosis());
        }
      } finally {
        child.kill();
      }
      return Figures.read(result, Loaded.class);
    }
  }

  private static void create(String servers) throws IOException {
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)
          .configs(Map.of("cleanup.policy", "compact"))))
          .all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the topic cannot be created", e);
    }
  }

  /** Each drug once, every tenth twice. */
  private static void publish(String servers, int drugs) {
    try (var producer = new KafkaProducer<>(
        Map.<String, Object>of("bootstrap.servers", servers, "linger.ms", 20,
            "batch.size", 256 * 1024),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      var ids = Questions.of(0, drugs, false);
      for (int i = 0; i < drugs; i++) {
        byte[] id = ids.bytes(i);
        if (i % OLDER_EVERY == 0) {
          var _ = producer.send(new ProducerRecord<>(TOPIC, id, older(id)));
        }
        var _ = producer.send(new ProducerRecord<>(TOPIC, id, SampleDrugs.drug(id, i).toJson()));
      }
      // What was not taken is missing in the table, and the child says so.
      producer.flush();
    }
  }

  /** That it publishes for so many drugs. */
  static long records(int drugs) {
    return drugs + (drugs + OLDER_EVERY - 1L) / OLDER_EVERY;
  }

  private static byte[] older(byte[] id) {
    return ("{\"drugId\":\"" + new String(id, UTF_8) + "\",\"name\":\"older\"}").getBytes(UTF_8);
  }
}
