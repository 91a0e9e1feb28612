package io.epro.processor.command;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.epro.drug.Drug;
import io.epro.processor.drugs.PackedMap;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drugs export [FILE]}: the dictionary as a file that {@code load} takes. */
@Command(name = "export", mixinStandardHelpOptions = true,
    description = "Writes the dictionary as CSV, ordered by id, in the form that load takes.",
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:written",
      "2:the file, the command line, the configuration or the broker was at fault"})
final class DrugsExportCommand implements Callable<Integer> {
  private static final CsvSchema COLUMNS = CsvSchema.builder().addColumn("drugId")
      .addColumn("name").addColumn("atc").addColumn("unit").build().withHeader();

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "Default: standard output.")
  private @Nullable Path file;
  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() throws IOException {
    var settings = config.load();
    var drugs = Dictionaries.read(settings);
    if (file == null) {
      write(drugs, printing.out());
      return 0;
    }
    // Half a file would be taken for the whole dictionary by load --prune.
    var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (var out = new OutputStreamWriter(Files.newOutputStream(unfinished),
        StandardCharsets.UTF_8)) {
      write(drugs, out);
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    printing.err().println("%,d drugs written to %s".formatted(drugs.size(), file));
    return 0;
  }

  private static void write(PackedMap drugs, Writer out) throws IOException {
    var rows = CsvMapper.builder().build().writerFor(Drug.class).with(COLUMNS).writeValues(out);
    for (byte[] drug : drugs.inOrder()) {
      rows.write(Drug.fromJson(drug));
    }
    rows.flush();
  }
}
