package io.epro.processor.drugs;

import io.epro.config.KafkaRefusal;
import io.epro.config.KafkaSettings;
import io.epro.drug.Drug;
import io.epro.processor.ledger.OutageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
  private final DrugDictionary dictionary;
  private final Supplier<DrugPublisher> publishers;
  private final Findings findings;

  /** Who is told what differs. */
  public interface Findings {
    void added(Drug drug);

    void changed(Drug before, Drug now);

    void unnamed(Drug drug);

    void bad(int line, String reason);

    /**
     * How far a phase has come, told often.
     *
     * @param total 0 where it is not known
     */
    void progress(LoadPhase phase, long done, long total);
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
   * Loads a file; waits until the broker has all of it, or has failed to take it in bounded time. May be
   * ended at any moment, by whatever means: what is then missing is what the next run finds to differ.
   *
   * @param prune take out what the file does not name, unless a line is bad
   */
  public LoadOutcome load(DrugSource source, boolean prune) {
    try (var file = source.open(); var publisher = publishers.get()) {
      return through(source, file, publisher, prune);
    } catch (IOException | RuntimeException e) {
      return failed(source, e, 0);
    }
  }

  /** Tells what loading would do, and does not. */
  public LoadOutcome compare(DrugSource source) {
    try (var file = source.open(); var nowhere = new Nowhere()) {
      return through(source, file, nowhere, false);
    } catch (IOException | RuntimeException e) {
      return failed(source, e, 0);
    }
  }

  private LoadOutcome through(DrugSource source, DrugFile file, DrugPublisher publisher,
      boolean prune) {
    try {
      var known = dictionary.read(
          records -> findings.progress(LoadPhase.READING_DICTIONARY, records, 0));
      return new Loading(known, publisher, findings).of(file, prune);
    } catch (IOException | RuntimeException e) {
      return failed(source, e, publisher.sent());
    }
  }

  private static LoadOutcome failed(DrugSource source, Exception e, int published) {
    return new LoadOutcome.Failed(switch (e) {
      case NoSuchFileException _ -> "there is no file " + source.path();
      case AccessDeniedException _ -> source.path() + " may not be read by this user";
      case IOException _ -> source.path() + ": " + e.getMessage();
      case DrugPublisher.PublishFailedException _ -> String.valueOf(e.getMessage());
      case OutageException _ -> String.valueOf(e.getMessage());
      case KafkaException kafka ->
        "the Kafka client cannot be made: " + KafkaRefusal.explain(kafka);
      case RuntimeException bug -> throw bug;
      default -> throw new IllegalStateException(e);
    }, published);
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
    public int sent() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
