package io.epro.bench.drugs;

import io.epro.local.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** One of Kafka's own key-value stores, as a processor gets it: bytes in, bytes out, no cache, no log. */
final class KafkaStore implements Dictionary {
  private final Path directory;
  private final KeyValueStore<byte[], byte[]> drugs;

  KafkaStore(KeyValueBytesStoreSupplier supplier) throws IOException {
    directory = Files.createTempDirectory("epro-drugs-store");
    var config = new Properties();
    config.put("application.id", "bench");
    config.put("bootstrap.servers", "none:1");
    var context = new MockProcessorContext<Void, Void>(config, new TaskId(0, 0),
        directory.toFile());
    drugs = Stores.keyValueStoreBuilder(supplier, Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingDisabled().withLoggingDisabled().build();
    drugs.init(context.getStateStoreContext(), drugs);
  }

  static KafkaStore inMemory() throws IOException {
    return new KafkaStore(Stores.inMemoryKeyValueStore("drugs"));
  }

  static KafkaStore rocksDb() throws IOException {
    return new KafkaStore(Stores.persistentKeyValueStore("drugs"));
  }

  @Override
  public byte @Nullable [] find(Questions questions, int at) {
    return drugs.get(questions.bytes(at));
  }

  @Override
  public void put(byte[] id, byte[] fragment) {
    drugs.put(id, fragment);
  }

  @Override
  public void close() throws IOException {
    drugs.close();
    Trees.delete(directory);
  }
}
