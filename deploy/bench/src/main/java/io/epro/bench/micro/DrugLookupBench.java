package io.epro.bench.micro;

import io.epro.bench.drugs.Dictionary;
import io.epro.bench.drugs.Questions;
import io.epro.bench.drugs.SampleDrugs;
import io.epro.bench.drugs.Store;
import io.epro.bench.drugs.Updates;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A drug looked up as the pipeline does it: a slice of UTF-8 in, the encoded fragment out, by readers
 * that do nothing else, beside a writer. {@code deploy/bench/drugs} runs it over everything that it can
 * be told and adds what the readers waited and allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@Threads(8)
public class DrugLookupBench {
  @Param
  private Store store = Store.SHARDED;
  @Param("1000")
  private int drugs;
  @Param("100")
  private int updates;
  @Param("true")
  private boolean known;

  private @Nullable Dictionary dictionary;
  private Questions questions = Questions.of(0, 1, false);
  private @Nullable Updates writer;

  @Setup
  public void fill() throws IOException {
    var all = Questions.of(0, drugs, store == Store.READY_KEYS);
    questions = known ? all : Questions.of(drugs, drugs, store == Store.READY_KEYS);
    dictionary = store.open();
    SampleDrugs.fill(dictionary, all);
    writer = new Updates(dictionary, all, updates);
  }

  @TearDown
  public void close() throws IOException, InterruptedException {
    if (writer != null) {
      writer.close();
    }
    if (dictionary != null) {
      dictionary.close();
    }
  }

  /** One thread's way through the questions. */
  @State(Scope.Thread)
  public static class Walk {
    private int at;
    private int count;

    @Setup
    public void begin(DrugLookupBench bench) {
      count = bench.questions.count();
      at = (int) (Thread.currentThread().threadId() * 1_000_003 % count);
    }

    int next() {
      at = at + 1 == count ? 0 : at + 1;
      return at;
    }
  }

  // Set up by JMH before the first call.
  @SuppressWarnings("NullAway")
  @Benchmark
  public byte @Nullable [] lookup(Walk walk) {
    return dictionary.find(questions, walk.next());
  }
}
