package io.epro.processor.drugs;

import io.epro.config.KafkaRefusal;
import io.epro.config.KafkaSettings;
import io.epro.drug.Drug;
import io.epro.processor.ledger.OutageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Brings the dictionary to what a file says: adds drugs, replaces what is known of them and, if told so,
 * takes out those that the file does not name. Drugs of which the dictionary says the same already are
 * not published again. A bad line is told by its number and left out; since its drug may be any, none is
 * taken out then.
 *
 * <p>For one thread.
 */
public final class DrugLoader {
  private static final int PROGRESS_LINES = 10_000;

  private final DrugDictionary dictionary;
  private final Supplier<DrugPublisher> publishers;
  private final Findings findings;

  /** Who is told what differs. */
  public interface Findings {
    void added(Drug drug);

    void changed(Drug before, Drug now);

    void unnamed(Drug drug);

    void bad(int line, String reason);

    /** Every {@value DrugLoader#PROGRESS_LINES} drugs and lines. */
    void progress(int lines);
  }

  /** A loader into a real topic. */
  public DrugLoader(KafkaSettings kafka, String topic, Findings findings) {
    this(new KafkaDictionary(kafka, topic), () -> new KafkaDrugPublisher(kafka, topic), findings);
  }

  DrugLoader(DrugDictionary dictionary, Supplier<DrugPublisher> publishers, Findings findings) {
    this.dictionary = dictionary;
    this.publishers = publishers;
    this.findings = findings;
  }

  /**
   * Loads a file; waits until the broker has all of it, or has failed to take it in bounded time.
   *
   * @param prune take out what the file does not name, unless a line is bad
   */
  public LoadOutcome load(DrugSource source, boolean prune) {
    try (var file = source.open(); var publisher = publishers.get()) {
      var outcome = new Loading(dictionary.read(), publisher, prune).of(file);
      publisher.flush();
      return outcome;
    } catch (IOException | RuntimeException e) {
      return failed(source, e);
    }
  }

  /** Tells what loading would do, and does not. */
  public LoadOutcome compare(DrugSource source) {
    try (var file = source.open(); var nowhere = new Nowhere()) {
      return new Loading(dictionary.read(), nowhere, false).of(file);
    } catch (IOException | RuntimeException e) {
      return failed(source, e);
    }
  }

  private static LoadOutcome failed(DrugSource source, Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> new LoadOutcome.Failed("there is no file " + source.path());
      case IOException _ -> new LoadOutcome.Failed(source.path() + ": " + e.getMessage());
      case DrugPublisher.PublishFailedException _ ->
        new LoadOutcome.Failed(String.valueOf(e.getMessage()));
      case OutageException _ -> new LoadOutcome.Failed(String.valueOf(e.getMessage()));
      case KafkaException kafka ->
        new LoadOutcome.Failed("the Kafka client cannot be made: " + KafkaRefusal.explain(kafka));
      case RuntimeException bug -> throw bug;
      default -> throw new IllegalStateException(e);
    };
  }

  private final class Loading {
    private final Map<String, byte[]> known;
    private final DrugPublisher publisher;
    private final boolean prune;
    private int added;
    private int changed;
    private int same;
    private int bad;

    Loading(Map<String, byte[]> known, DrugPublisher publisher, boolean prune) {
      this.known = known;
      this.publisher = publisher;
      this.prune = prune;
    }

    LoadOutcome.Finished of(DrugFile file) throws IOException {
      for (var line = file.next(); line.isPresent(); line = file.next()) {
        switch (line.get()) {
          case DrugLine.Good(int _, var drug) -> take(drug);
          case DrugLine.Bad(int number, var reason) -> {
            findings.bad(number, reason);
            bad++;
          }
        }
        if ((added + changed + same + bad) % PROGRESS_LINES == 0) {
          findings.progress(added + changed + same + bad);
        }
      }
      boolean takeOut = prune && bad == 0;
      for (var left : new TreeMap<>(known).entrySet()) {
        findings.unnamed(Drug.fromJson(left.getValue()));
        if (takeOut) {
          publisher.remove(left.getKey());
        }
      }
      return new LoadOutcome.Finished(added, changed, same, known.size(),
          takeOut ? known.size() : 0, bad);
    }

    private void take(Drug drug) {
      byte[] before = known.remove(drug.drugId());
      if (before == null) {
        added++;
        findings.added(drug);
      } else if (Arrays.equals(before, drug.toJson())) {
        same++;
        return;
      } else {
        changed++;
        findings.changed(Drug.fromJson(before), drug);
      }
      publisher.publish(drug);
    }
  }

  /** Takes nothing. */
  private static final class Nowhere implements DrugPublisher {
    @Override
    public void publish(Drug drug) {}

    @Override
    public void remove(String drugId) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
