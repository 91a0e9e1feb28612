package io.epro.bench.micro;

import io.epro.bench.sample.SampleDictionary;
import io.epro.drug.Drug;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.ShardedDrugStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A drug looked up as the pipeline does it: a slice of UTF-8 in, the encoded fragment out; 8 readers
 * and a writer that changes a drug about a thousand times a second. The maps have to make their key
 * first. The figure that counts is that of the {@code reads}.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DrugLookupBench {
  private static final int READERS = 8;
  private static final long WRITE_TOKENS = 200_000;

  private final List<Drug> drugs = SampleDictionary.drugs();
  private final ShardedDrugStore sharded = new ShardedDrugStore();
  private final Map<String, byte[]> concurrent = new ConcurrentHashMap<>();
  private final Map<String, byte[]> plain = new HashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  public DrugLookupBench() {
    for (var drug : drugs) {
      byte[] fragment = DrugFragment.of(drug);
      sharded.put(utf8(drug), fragment);
      concurrent.put(drug.drugId(), fragment);
      plain.put(drug.drugId(), fragment);
    }
  }

  /** One thread's way through the drug ids, as slices of one array. */
  @State(Scope.Thread)
  public static class Slices {
    private static final int LENGTH = 7;
    private final byte[] text = String
        .join("", SampleDictionary.drugs().stream().map(Drug::drugId)
            .filter(id -> id.length() == LENGTH).toList())
        .getBytes(StandardCharsets.UTF_8);
    private int at = (int) Thread.currentThread().threadId() * 131 * LENGTH % text.length;

    int next() {
      at += 61 * LENGTH;
      if (at >= text.length) {
        at -= text.length;
      }
      return at;
    }

    String nextString() {
      return new String(text, next(), LENGTH, StandardCharsets.UTF_8);
    }
  }

  @Benchmark
  @Group("sharded")
  @GroupThreads(READERS)
  public byte @Nullable [] shardedReads(Slices slices) {
    return sharded.find(slices.text, slices.next(), Slices.LENGTH);
  }

  @Benchmark
  @Group("sharded")
  public void shardedWrites(Slices slices) {
    Blackhole.consumeCPU(WRITE_TOKENS);
    var drug = drugs.get(slices.next() % drugs.size());
    sharded.put(utf8(drug), DrugFragment.of(drug));
  }

  @Benchmark
  @Group("concurrentHashMap")
  @GroupThreads(READERS)
  public byte @Nullable [] concurrentReads(Slices slices) {
    return concurrent.get(slices.nextString());
  }

  @Benchmark
  @Group("concurrentHashMap")
  public void concurrentWrites(Slices slices) {
    Blackhole.consumeCPU(WRITE_TOKENS);
    var drug = drugs.get(slices.next() % drugs.size());
    concurrent.put(drug.drugId(), DrugFragment.of(drug));
  }

  @Benchmark
  @Group("readWriteLock")
  @GroupThreads(READERS)
  public byte @Nullable [] lockedReads(Slices slices) {
    var key = slices.nextString();
    lock.readLock().lock();
    try {
      return plain.get(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Benchmark
  @Group("readWriteLock")
  public void lockedWrites(Slices slices) {
    Blackhole.consumeCPU(WRITE_TOKENS);
    var drug = drugs.get(slices.next() % drugs.size());
    byte[] fragment = DrugFragment.of(drug);
    lock.writeLock().lock();
    try {
      plain.put(drug.drugId(), fragment);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static byte[] utf8(Drug drug) {
    return drug.drugId().getBytes(StandardCharsets.UTF_8);
  }
}
