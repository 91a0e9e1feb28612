package io.epro.processor.drugs;

import io.epro.drug.Drug;
import io.epro.observe.LogPace;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.ShardedDrugStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records of the drugs topic into the table, both at start and afterwards. The one writer of the
 * table: Streams calls it on its global thread only (at start, an instance of its own, before the
 * other is used).
 *
 * <p>It never throws, since that would end the global thread and with it the process: a record that is
 * no drug is counted, one a second is logged by its coordinates, and what was known of the drug stays. (A record
 * without a key is passed over by Streams at start and reaches us only afterwards; a compacted topic
 * takes none.)
 */
final class DrugProcessor implements Processor<byte[], byte[], Void, Void> {
  private static final Logger log = LoggerFactory.getLogger(DrugProcessor.class);

  private final ShardedDrugStore drugs;
  private final DrugMetrics metrics;
  private final LogPace pace = new LogPace(System::nanoTime);
  private @Nullable ProcessorContext<Void, Void> context;

  DrugProcessor(ShardedDrugStore drugs, DrugMetrics metrics) {
    this.drugs = drugs;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> entry) {
    byte @Nullable [] key = entry.key();
    byte @Nullable [] value = entry.value();
    if (key == null) {
      refuse("no key");
    } else if (value == null) {
      drugs.remove(key);
    } else {
      put(key, value);
    }
  }

  private void put(byte[] key, byte[] value) {
    Drug drug;
    try {
      drug = Drug.fromJson(value);
    } catch (RuntimeException e) {
      // The message may quote the record, so it goes nowhere.
      refuse("not a drug");
      return;
    }
    if (Arrays.equals(key, drug.drugId().getBytes(StandardCharsets.UTF_8))) {
      drugs.put(key, DrugFragment.of(drug));
    } else {
      refuse("the key is not the drug's id");
    }
  }

  private void refuse(String reason) {
    metrics.badRecord();
    long records = pace.line();
    if (records == 0) {
      return;
    }
    var place = context == null ? null : context.recordMetadata().orElse(null);
    log.atWarn()
        .addKeyValue("reason", reason)
        .addKeyValue("records", records)
        .addKeyValue("topic", place == null ? null : place.topic())
        .addKeyValue("partition", place == null ? null : place.partition())
        .addKeyValue("offset", place == null ? null : place.offset())
        .log("bad record in the drugs topic; what was known of the drug stays");
  }
}
