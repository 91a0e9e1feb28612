package io.epro.processor.command;

import io.epro.processor.postgres.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate}: the schema alone, as its owner, so that the pipeline's user needs no right to it. */
@Command(name = "migrate", mixinStandardHelpOptions = true,
    description = "Brings the schema up to date and ends. For the schema's owner, where the pipeline"
        + " runs as a user who may only write (processor.postgres.migrate=false).",
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {
      "0:the schema is up to date", "2:it is not, and why; to be tried again"})
public final class MigrateCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(MigrateCommand.class);

  @Mixin
  private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    var settings = config.load();
    try (var database = new Database(settings, new SimpleMeterRegistry(), () -> false)) {
      database.migrate();
    }
    LOG.atInfo().addKeyValue("schema", settings.postgres().schema())
        .log("The schema is up to date");
    return 0;
  }
}
