package io.epro.bench.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.bench.measure.Figures;
import io.epro.processor.drugs.DrugMetrics;
import io.epro.processor.drugs.DrugTopology;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * Starts the part of the topology that loads the dictionary, as a processor's start does, and checks
 * each drug. Arguments: bootstrap servers, topic, number of drugs, the file for the result.
 */
public final class LoadingChild {
  private static final int LIMIT_SECONDS = 120;

  private final Questions ids;
  private final int drugs;

  private LoadingChild(int drugs) {
    this.drugs = drugs;
    this.ids = Questions.of(0, drugs, false);
  }

  public static void main(String[] arguments) throws Exception {
    var child = new LoadingChild(Integer.parseInt(arguments[2]));
    var fromTopic = child.fromTopic(arguments[0], arguments[1]);
    var filled = new ArrayList<Loaded.Filled>();
    for (var store : List.of(Store.SHARDED, Store.CONCURRENT_MAP, Store.LOCKED_MAP,
        Store.KAFKA_MEMORY)) {
      filled.add(child.fill(store));
    }
    Figures.write(Path.of(arguments[3]), new Loaded(fromTopic.drugs(), fromTopic.records(),
        fromTopic.seconds(), fromTopic.bytesEach(), filled));
  }

  private Loaded fromTopic(String servers, String topic) throws IOException, InterruptedException {
    var table = new ShardedDrugStore();
    var topology = new Topology();
    var metrics = new DrugMetrics(new LookupCounts());
    DrugTopology.addTo(topology, topic, table, metrics);
    var directory = Files.createTempDirectory("epro-loading");
    var config = new Properties();
    config.put("application.id", "loading");
    config.put("bootstrap.servers", servers);
    config.put("state.dir", directory.toString());
    long before = heap();
    long start = System.nanoTime();
    try (var streams = new KafkaStreams(topology, config)) {
      var running = new CountDownLatch(1);
      streams.setStateListener((now, _) -> {
        if (now == KafkaStreams.State.RUNNING) {
          running.countDown();
        }
      });
      streams.start();
      if (!running.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("not running after " + LIMIT_SECONDS + " s");
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      check(table);
      streams.close();
      return new Loaded(drugs, Loading.records(drugs), seconds,
          (heap() - before) / (double) table.size(),
          List.of());
    }
  }

  private void check(ShardedDrugStore table) throws IOException {
    if (table.size() != drugs) {
      throw new IOException(table.size() + " drugs in the table instead of " + drugs);
    }
    for (int i = 0; i < drugs; i++) {
      byte[] id = ids.bytes(i);
      byte[] found = table.find(id, 0, id.length);
      if (!Arrays.equals(found, DrugFragment.of(SampleDrugs.drug(id, i)))) {
        throw new IOException("the drug " + new String(id, UTF_8) + " is not as published");
      }
    }
  }

  private Loaded.Filled fill(Store store) throws IOException {
    byte[][] fragments = new byte[drugs][];
    Arrays.setAll(fragments, i -> DrugFragment.of(SampleDrugs.drug(ids.bytes(i), i)));
    long values = 0;
    for (byte[] fragment : fragments) {
      values += 8 + 4 + fragment.length + 7 & ~7;
    }
    long before = heap();
    long start = System.nanoTime();
    try (var dictionary = store.open()) {
      for (int i = 0; i < drugs; i++) {
        dictionary.put(ids.bytes(i), fragments[i]);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double each = (heap() - before + values) / (double) drugs;
      // Both are still in use here, so neither was collected before.
      if (!Arrays.equals(dictionary.find(ids, 0), fragments[0]) || fragments.length != drugs) {
        throw new IOException(store + " does not know its first drug");
      }
      return new Loaded.Filled(store, seconds, each);
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
