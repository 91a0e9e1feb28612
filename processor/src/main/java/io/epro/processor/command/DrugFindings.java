package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.drug.Drug;
import io.epro.processor.drugs.DrugLoader;
import io.epro.processor.drugs.LoadOutcome;
import io.epro.processor.drugs.LoadPhase;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Tells what differs between a file and the dictionary: bad lines always, drugs on request. */
final class DrugFindings implements DrugLoader.Findings {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String DICTIONARY = "records of the dictionary read";

  private final @Nullable PrintWriter drugs;
  private final PrintWriter bad;
  private final Progress progress;

  /** @param drugs where each drug that differs is told; null for nowhere */
  DrugFindings(@Nullable PrintWriter drugs, PrintWriter bad, Progress progress) {
    this.drugs = drugs;
    this.bad = bad;
    this.progress = progress;
  }

  @Override
  public void added(Drug drug) {
    tell("+ " + inWords(drug));
  }

  @Override
  public void changed(Drug before, Drug now) {
    tell("- " + inWords(before));
    tell("+ " + inWords(now));
  }

  @Override
  public void unnamed(Drug drug) {
    tell("- " + inWords(drug));
  }

  @Override
  public void bad(int line, String reason) {
    progress.close();
    bad.println("line " + line + " " + reason);
  }

  @Override
  public void progress(LoadPhase phase, long done, long total) {
    progress.at(switch (phase) {
      case READING_DICTIONARY -> DICTIONARY;
      case READING_FILE -> "lines of the file read";
      case REMOVING -> "drugs gone through that the file does not name";
    }, done, total);
  }

  private void tell(String line) {
    if (drugs != null) {
      progress.close();
      drugs.println(line);
    }
  }

  private static String inWords(Drug drug) {
    return drug.drugId() + " " + drug.name() + (drug.atc() == null ? "" : ", ATC " + drug.atc())
        + (drug.unit() == null ? "" : ", in " + drug.unit());
  }

  /** What remains of a file that could not be loaded to its end. */
  static String failure(LoadOutcome.Failed failed) {
    return failed.published() == 0 ? "not loaded: " + failed.reason()
        : "not all was loaded: " + failed.reason() + System.lineSeparator()
            + "Up to %,d changes were published before that, and stay; loading again goes on from there"
                .formatted(failed.published());
  }

  /** The summary for scripts. */
  static String json(LoadOutcome.Finished outcome) {
    return JSON.createObjectNode().put("added", outcome.added()).put("changed", outcome.changed())
        .put("same", outcome.same()).put("unnamed", outcome.unnamed())
        .put("removed", outcome.removed()).put("bad", outcome.bad()).toString();
  }

  /** @param done whether it was done, or would be */
  static String summary(LoadOutcome.Finished outcome, boolean done) {
    int loaded = outcome.added() + outcome.changed() + outcome.same();
    return "%,d %s %s: %,d added, %,d changed, %,d as before; %,d not in the file%s; %,d bad %s"
        .formatted(loaded, loaded == 1 ? "drug" : "drugs", done ? "loaded" : "read",
            outcome.added(), outcome.changed(), outcome.same(), outcome.unnamed(),
            outcome.removed() > 0 ? ", removed" : outcome.unnamed() > 0 && done ? ", kept" : "",
            outcome.bad(), outcome.bad() == 1 ? "line" : "lines");
  }
}
