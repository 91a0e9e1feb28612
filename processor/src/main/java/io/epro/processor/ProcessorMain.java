package io.epro.processor;

import io.epro.observe.Build;
import io.epro.processor.command.DiscardCommand;
import io.epro.processor.command.DrugsCommand;
import io.epro.processor.command.EraseCommand;
import io.epro.processor.command.Mendable;
import io.epro.processor.command.MigrateCommand;
import io.epro.processor.command.ReconcileCommand;
import io.epro.processor.command.RedriveCommand;
import io.epro.processor.command.ReplayCommand;
import io.epro.processor.command.RunCommand;
import io.epro.processor.command.TopicsCommand;
import io.epro.terminal.Quiet;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The processor's entry point: {@code java -jar epro-processor.jar [COMMAND] [OPTIONS]}. */
@Command(name = "epro-processor", mixinStandardHelpOptions = true,
    versionProvider = ProcessorMain.Version.class,
    description = "Stores patients' reports from Kafka in Postgres, exactly once. "
        + "Without a command it runs the pipeline.",
    subcommands = {RunCommand.class, TopicsCommand.class, MigrateCommand.class, DrugsCommand.class,
      ReconcileCommand.class, RedriveCommand.class, DiscardCommand.class, ReplayCommand.class,
      EraseCommand.class, AutoComplete.GenerateCompletion.class})
public final class ProcessorMain {
  private static final int CANNOT = 2;
  /** They run unattended, so what they have to say goes to the log. */
  private static final Set<String> FOR_THE_LOG = Set.of("run", "migrate");

  private ProcessorMain() {}

  public static void main(String[] args) {
    boolean bare = args.length == 0 || args[0].startsWith("--config");
    String[] command = bare ? prepend("run", args) : args;
    boolean logs = FOR_THE_LOG.contains(command[0]);
    if (!logs) {
      Quiet.logging();
    }
    var line = new CommandLine(new ProcessorMain()).setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, _, _) -> explain(e, logs));
    System.exit(line.execute(command));
  }

  /** What an operator can mend gets a message; everything else a stack trace. */
  private static int explain(Exception e, boolean logs) {
    var log = LoggerFactory.getLogger(ProcessorMain.class);
    if (Mendable.is(e)) {
      if (logs) {
        log.atError().addKeyValue("reason", e.getMessage()).log("The processor cannot start");
      }
      System.err.println("epro-processor: " + e.getMessage());
    } else {
      log.atError().setCause(e).log("The processor failed");
    }
    return CANNOT;
  }

  private static String[] prepend(String first, String[] rest) {
    var all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  /** As its jar says. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[]{Build.current().of("epro-processor")};
    }
  }
}
