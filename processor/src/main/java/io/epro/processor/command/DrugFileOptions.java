package io.epro.processor.command;

import io.epro.processor.drugs.DrugFormat;
import io.epro.processor.drugs.DrugSource;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A dictionary's file. */
final class DrugFileOptions {
  @Parameters(paramLabel = "FILE", description = "The dictionary.")
  private @Nullable Path file;

  @Option(names = "--format", defaultValue = "CSV", paramLabel = "FORMAT", description = {
    "csv: UTF-8 with the header drugId,name,atc[,unit];",
    "atc: the WHO's ATC/DDD index as CSV; ndc: the FDA's product.txt; rxnorm: the NLM's RXNCONSO.RRF"
        + " (default: csv)."})
  private DrugFormat format = DrugFormat.CSV;

  @Option(names = "--columns", split = ",", paramLabel = "FIELD=COLUMN", description = "Where a CSV"
      + " has other names than ours: drugId=code,name=label, and atc=… and unit=… if it has them. Its"
      + " other columns are passed over.")
  private Map<String, String> columns = Map.of();

  @Option(names = "--separator", paramLabel = "C",
      description = "Between the columns of such a file (default: a comma).")
  private @Nullable Character separator;

  /** @throws IllegalArgumentException when the columns are not those of a drug, or the options do not fit */
  DrugSource source() {
    var given = Objects.requireNonNull(file, "picocli requires it");
    if (columns.isEmpty() && separator != null) {
      throw new IllegalArgumentException(
          "--separator goes with --columns, which names the columns");
    }
    if (!columns.isEmpty() && format != DrugFormat.CSV) {
      throw new IllegalArgumentException("--columns is for a CSV, not for --format "
          + format.name().toLowerCase(Locale.ROOT));
    }
    return columns.isEmpty() ? new DrugSource(given, format)
        : DrugSource.mapped(given, separator == null ? ',' : separator, columns);
  }
}
