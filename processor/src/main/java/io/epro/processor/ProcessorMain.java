package io.epro.processor;

import io.epro.config.ConfigException;
import io.epro.processor.command.DrugsCommand;
import io.epro.processor.command.MigrateCommand;
import io.epro.processor.command.RunCommand;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The processor's entry point: {@code java -jar epro-processor.jar [COMMAND] [OPTIONS]}. */
@Command(name = "epro-processor", mixinStandardHelpOptions = true,
    version = "epro-processor 0.1.0-SNAPSHOT",
    description = "Stores patients' reports from Kafka in Postgres, exactly once. "
        + "Without a command it runs the pipeline.",
    subcommands = {RunCommand.class, MigrateCommand.class, DrugsCommand.class})
public final class ProcessorMain {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessorMain.class);
  private static final int CANNOT_START = 2;

  private ProcessorMain() {}

  public static void main(String[] args) {
    boolean bare = args.length == 0 || args[0].startsWith("--config");
    var line = new CommandLine(new ProcessorMain())
        .setExecutionExceptionHandler((e, _, _) -> explain(e));
    String[] command = bare ? prepend("run", args) : args;
    System.exit(line.execute(command));
  }

  /** What an operator can mend gets a message; everything else a stack trace. */
  private static int explain(Exception e) {
    if (e instanceof ConfigException || e instanceof LedgerFault || e instanceof IOException
        || e instanceof TopicGuard.TopicsUnfit || e instanceof OutageException
        || e instanceof IllegalArgumentException) {
      LOG.atError().addKeyValue("reason", e.getMessage()).log("The processor cannot start");
      System.err.println("epro-processor: " + e.getMessage());
    } else {
      LOG.atError().setCause(e).log("The processor failed");
    }
    return CANNOT_START;
  }

  private static String[] prepend(String first, String[] rest) {
    var all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}
