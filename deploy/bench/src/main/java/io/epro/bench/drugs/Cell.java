package io.epro.bench.drugs;

import io.epro.bench.micro.DrugLookupBench;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What is measured at once, in a JVM of its own.
 *
 * @param updates a second
 * @param known whether drugs are asked for that are there
 */
record Cell(Store store, int threads, int updates, int drugs, boolean known) {
  private static final String[] JVM = {"-Xmx2g", "-XX:+UseCompactObjectHeaders",
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
    "-Dlogback.configurationFile=io/epro/terminal/quiet-logback.xml"};

  /** Warms up, then measures, for so many seconds. */
  Lookups run(int warmUp, int seconds) throws RunnerException {
    var options = new OptionsBuilder()
        .include("^" + DrugLookupBench.class.getName() + "\\.lookup$")
        .param("store", store.name()).param("drugs", Integer.toString(drugs))
        .param("updates", Integer.toString(updates)).param("known", Boolean.toString(known))
        .threads(threads).forks(1).jvmArgs(JVM)
        .warmupIterations(warmUp).warmupTime(TimeValue.seconds(1))
        .measurementIterations(seconds).measurementTime(TimeValue.seconds(1))
        .addProfiler(ReaderProfiler.class).verbosity(VerboseMode.SILENT).build();
    return lookups(new Runner(options).runSingle());
  }

  private Lookups lookups(RunResult result) {
    double millions = result.getPrimaryResult().getScore();
    int cores = Math.min(threads, Runtime.getRuntime().availableProcessors());
    return new Lookups(this, millions, cores * 1e3 / millions,
        extra(result, ReaderProfiler.BYTES), extra(result, ReaderProfiler.WAITED),
        extra(result, ReaderProfiler.UPDATES), extra(result, ReaderProfiler.UPDATE_TIME),
        extra(result, ReaderProfiler.PAUSED));
  }

  private static double extra(RunResult result, String label) {
    return Objects.requireNonNull(result.getSecondaryResults().get(label)).getScore();
  }

  /** Whether only the store is another. */
  boolean isLike(Cell other) {
    return threads == other.threads && updates == other.updates && drugs == other.drugs
        && known == other.known;
  }
}
