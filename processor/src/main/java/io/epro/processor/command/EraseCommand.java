package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.erase.Eraser;
import io.epro.processor.erase.PatientRecords.Rows;
import io.epro.processor.postgres.PostgresEraser;
import io.epro.report.ReportText;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code erase}: the right to be forgotten. */
@Command(name = "erase", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Deletes all that is stored of a patient: reports, rejections, what replays have, what promotions had kept."
      + " The books count it as erased, and so whatever still comes: the raw records stay on the topic"
      + " until its retention ends, but no pipeline, redrive or replay stores them again.",
  "The table erasure keeps when, by whom and why, and a keyed hash in the patient's place. It may run beside"
      + " the pipeline, may be interrupted at any time, also by kill -9, and run again.",
  "It cannot be undone."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:erased",
      "1:not, since nothing is stored of such a patient: the id may be mistyped",
      "2:not, or not wholly: command line, configuration or database; run it again"})
public final class EraseCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOBODY = 1;
  private static final int REFUSED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();

  @Option(names = "--patient", required = true, paramLabel = "ID", description = "Whom.")
  private String patientId = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT",
      description = "Why, for the record; without the patient's id.")
  private String reason = "";

  @Option(names = "--even-if-none",
      description = "Also where nothing is stored of this patient, so that"
          + " nothing ever is.")
  private boolean evenIfNone;

  @Option(names = "--dry-run", description = "Only tell how much it would be.")
  private boolean dryRun;

  @Mixin
  private final Asker asker = new Asker();

  @Mixin
  private final Consent consent = new Consent();

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    if (!ReportText.isPatientId(patientId)) {
      throw new IllegalArgumentException("--patient is 1 to 64 of A-Za-z0-9._:-");
    }
    if (contains(reason) || contains(asker.name())) {
      throw new IllegalArgumentException(
          "--reason and --by are kept: they must not contain the patient's id");
    }
    var out = printing.out();
    try (var records = PostgresEraser.open(config.load(), patientId)) {
      var found = records.count();
      if (!dryRun && found.none() && !evenIfNone && !records.registered()) {
        printing.err()
            .println("Nothing is stored of this patient: is the id right? Nothing was done. An"
                + " erasure cannot be taken back; to have one all the same, so that nothing of this id is ever"
                + " stored, add --even-if-none.");
        return NOBODY;
      }
      if (dryRun || !consent.to("Delete " + words(found) + ", for good")) {
        out.println(
            json ? json("found", found) : "There are " + words(found) + ". Nothing was done.");
        return dryRun ? 0 : REFUSED;
      }
      var erased = new Eraser(records).erase(reason, asker.name());
      out.println(json ? json("erased", erased) : "Erased: " + words(erased) + ".");
      return 0;
    }
  }

  private boolean contains(String text) {
    return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(patientId) + "(?![A-Za-z0-9])",
        Pattern.CASE_INSENSITIVE).matcher(text).find();
  }

  private static String words(Rows rows) {
    return Words.of(rows.reports(), "report") + ", " + Words.of(rows.rejections(), "rejection")
        + ", " + Words.grouped(rows.copies()) + " copies in replays and promotions";
  }

  private static String json(String what, Rows rows) {
    var told = JSON.createObjectNode();
    told.putObject(what).put("reports", rows.reports()).put("rejections", rows.rejections())
        .put("copies", rows.copies());
    return told.toString();
  }
}
