package io.epro.processor.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.processor.enrich.DrugLookup;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What stream threads see of the drugs S-0, S-1, … that are always there: for each record, all of them,
 * many times.
 */
final class DrugReadings {
  private static final int ROUNDS = 50;
  private static final Pattern FRAGMENT = Pattern
      .compile("\"known\":true,\"name\":\"(.*) v(\\d+)\"");

  private final DrugLookup drugs;
  private final int count;
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger newest = new AtomicInteger();

  DrugReadings(DrugLookup drugs, int count) {
    this.drugs = drugs;
    this.count = count;
  }

  /** For one task. */
  Processor<byte[], byte[], Void, Void> reader() {
    int[] seen = new int[count];
    return (Record<byte[], byte[]> _) -> {
      threads.add(Thread.currentThread());
      for (int i = 0; i < ROUNDS * count; i++) {
        int number = i % count;
        seen[number] = version("S-" + number, seen[number]);
        newest.accumulateAndGet(seen[number], Math::max);
      }
    };
  }

  private int version(String id, int before) {
    byte[] utf8 = id.getBytes(UTF_8);
    byte @Nullable [] found = drugs.find(utf8, 0, utf8.length);
    var fragment = FRAGMENT.matcher(found == null ? "" : new String(found, UTF_8));
    if (!fragment.matches() || !fragment.group(1).equals(id)
        || Integer.parseInt(fragment.group(2)) < before) {
      faults.add(id + " at version " + before + ": " + fragment);
      return before;
    }
    return Integer.parseInt(fragment.group(2));
  }

  Queue<String> faults() {
    return faults;
  }

  int threads() {
    return threads.size();
  }

  /** The newest version that any thread has seen. */
  int newest() {
    return newest.get();
  }
}
