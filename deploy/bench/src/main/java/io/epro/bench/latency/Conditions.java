package io.epro.bench.latency;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What latency depends on besides the load.
 *
 * @param threads of each instance
 * @param lingerMillis of the producer
 * @param jvm options of the processors, after the usual ones
 */
record Conditions(int instances, int threads, String protocol, long flushMillis, long commitMillis,
    int batchRows, int lingerMillis, long lookMillis, List<String> jvm) {

  /** @param given other than the defaults */
  static Conditions of(int instances, Map<String, String> given, List<String> jvm) {
    var settings = Settings.load(ProcessorSettings.class, given);
    return new Conditions(instances, settings.threads(), settings.groupProtocol().name(),
        settings.flushInterval().toMillis(), settings.commitInterval().toMillis(),
        settings.batch().maxRows(), Publisher.LINGER_MILLIS, Observer.EVERY_MILLIS,
        List.copyOf(jvm));
  }

  String inWords() {
    return String.format(Locale.ROOT, "%d processors of %d threads (%s), flush interval %d ms,"
        + " commit interval %d ms, batches of %d rows, producer's linger %d ms, a look every %d ms,"
        + " JVM options %s", instances, threads, protocol, flushMillis, commitMillis, batchRows,
        lingerMillis, lookMillis, jvm);
  }
}
