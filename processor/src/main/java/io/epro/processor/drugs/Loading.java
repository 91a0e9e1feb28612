package io.epro.processor.drugs;

import io.epro.drug.Drug;
import java.io.IOException;
import java.util.Arrays;

/** One file on its way into the dictionary. What was published is in {@link DrugPublisher#sent}. */
final class Loading {
  private static final int PROGRESS = 10_000;

  private final PackedMap known;
  private final DrugPublisher publisher;
  private final DrugLoader.Findings findings;
  private int added;
  private int changed;
  private int same;
  private int bad;

  /** @param known what the dictionary says; emptied of what the file names */
  Loading(PackedMap known, DrugPublisher publisher, DrugLoader.Findings findings) {
    this.known = known;
    this.publisher = publisher;
    this.findings = findings;
  }

  /**
   * Reads the file to its end, and waits until all of it is acknowledged.
   *
   * @param prune take out what the file does not name, unless a line is bad
   * @throws IOException when the file cannot be read
   */
  LoadOutcome of(DrugFile file, boolean prune) throws IOException {
    for (var line = file.next(); line.isPresent(); line = file.next()) {
      switch (line.get()) {
        case DrugLine.Good(int _, var drug) -> take(drug);
        case DrugLine.Bad(int number, var reason) -> {
          findings.bad(number, reason);
          bad++;
        }
      }
      int lines = added + changed + same + bad;
      if (lines % PROGRESS == 0) {
        findings.progress(LoadPhase.READING_FILE, lines, 0);
      }
    }
    boolean takeOut = prune && bad == 0;
    if (takeOut && added + changed + same == 0 && known.size() > 0) {
      return new LoadOutcome.Failed("the file names no drug, and --prune would take out all %,d"
          .formatted(known.size()), 0);
    }
    leave(takeOut);
    publisher.flush();
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

  private void leave(boolean takeOut) {
    int told = 0;
    for (byte[] json : known.inOrder()) {
      var drug = Drug.fromJson(json);
      findings.unnamed(drug);
      if (takeOut) {
        publisher.remove(drug.drugId());
      }
      told++;
      if (told % PROGRESS == 0) {
        findings.progress(LoadPhase.REMOVING, told, known.size());
      }
    }
  }
}
