package io.epro.processor.drugs;

import io.epro.config.KafkaRefusal;
import io.epro.config.KafkaSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Loads a dictionary file ({@link DrugCsv} says of what form) into the drugs topic. It adds drugs and
 * replaces what is known of them; a drug that the file does not name stays as it is. A bad line is
 * told by its number and left out.
 *
 * <p>For one thread.
 */
public final class DrugLoader {
  private static final int PROGRESS_LINES = 10_000;

  private final Supplier<DrugPublisher> publishers;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * A loader into a real topic.
   *
   * @param out progress of long files, and the summary
   * @param err bad lines
   */
  public DrugLoader(KafkaSettings kafka, String topic, PrintWriter out, PrintWriter err) {
    this(() -> new KafkaDrugPublisher(kafka, topic), out, err);
  }

  DrugLoader(Supplier<DrugPublisher> publishers, PrintWriter out, PrintWriter err) {
    this.publishers = publishers;
    this.out = out;
    this.err = err;
  }

  /** Loads a file; waits until the broker has all of it, or has failed to take it in bounded time. */
  public LoadOutcome load(Path file) {
    try (var in = Files.newInputStream(file); var publisher = publishers.get()) {
      return load(in, publisher);
    } catch (NoSuchFileException e) {
      return new LoadOutcome.Failed("there is no file " + file);
    } catch (IOException e) {
      return new LoadOutcome.Failed(file + ": " + e.getMessage());
    } catch (DrugPublisher.PublishFailedException e) {
      return new LoadOutcome.Failed(String.valueOf(e.getMessage()));
    } catch (KafkaException e) {
      return new LoadOutcome.Failed("the Kafka client cannot be made: " + KafkaRefusal.explain(e));
    }
  }

  private LoadOutcome load(InputStream in, DrugPublisher publisher) throws IOException {
    int loaded = 0;
    int bad = 0;
    try (var csv = new DrugCsv(in)) {
      for (var line = csv.next(); line.isPresent(); line = csv.next()) {
        switch (line.get()) {
          case DrugLine.Good(int _, var drug) -> {
            publisher.publish(drug);
            loaded++;
          }
          case DrugLine.Bad(int number, var reason) -> {
            err.println("line " + number + " " + reason);
            bad++;
          }
        }
        if ((loaded + bad) % PROGRESS_LINES == 0) {
          out.println(loaded + bad + " lines read");
        }
      }
    }
    publisher.flush();
    out.println(loaded + (loaded == 1 ? " drug" : " drugs") + " loaded, " + bad
        + (bad == 1 ? " bad line" : " bad lines"));
    return new LoadOutcome.Finished(loaded, bad);
  }
}
