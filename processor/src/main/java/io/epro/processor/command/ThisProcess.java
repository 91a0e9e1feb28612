package io.epro.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.config.Settings;
import io.epro.observe.Build;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.ProcessView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a running pipeline shows of itself, mostly by its metrics. */
final class ThisProcess implements ProcessView {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As of the start: the file may say other things by now. */
  private final SortedMap<String, Setting> inForce = new TreeMap<>();
  private final ProcessorSettings settings;
  private final MeterRegistry metrics;
  private final Assembly assembly;

  ThisProcess(ConfigOption config, ProcessorSettings settings, MeterRegistry metrics,
      Assembly assembly) {
    Settings.inForce(ProcessorSettings.class, config.file()).forEach(
        (key, value) -> inForce.put(key, new Setting(value.text(), value.source())));
    this.settings = settings;
    this.metrics = metrics;
    this.assembly = assembly;
  }

  @Override
  public Self self() {
    return new Self(Build.current().version(),
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000, assembly.ready().reasons(),
        settings.threads(), (long) metrics.get("epro.drugs.size").gauge().value(),
        lookups("hit"), lookups("miss"));
  }

  private long lookups(String result) {
    return (long) metrics.get("epro.drugs.lookups").tag("result", result).functionCounter()
        .count();
  }

  @Override
  public List<Bucket> latency() {
    Timer timer = metrics.find("epro.processor.end.to.end").timer();
    var buckets = new ArrayList<Bucket>();
    if (timer != null) {
      for (var bucket : timer.takeSnapshot().histogramCounts()) {
        buckets.add(new Bucket(bucket.bucket(TimeUnit.SECONDS), (long) bucket.count()));
      }
    }
    return buckets;
  }

  @Override
  public Optional<JsonNode> drug(String drugId) {
    byte[] utf8 = drugId.getBytes(UTF_8);
    return assembly.dictionary()
        .flatMap(drugs -> Optional.ofNullable(drugs.find(utf8, 0, utf8.length)))
        .map(fragment -> {
          try {
            return JSON.readTree("{" + new String(fragment, UTF_8) + "}");
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("the dictionary holds JSON", e);
          }
        });
  }

  @Override
  public SortedMap<String, Setting> settings() {
    return Collections.unmodifiableSortedMap(inForce);
  }
}
