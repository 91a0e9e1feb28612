package io.epro.processor.command;

import io.epro.observe.AdminServer;
import io.epro.observe.AdminToken;
import io.epro.observe.Metrics;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.Console;
import io.epro.processor.intake.KafkaGroupView;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.postgres.Database;
import io.epro.processor.postgres.PostgresTableView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: the pipeline, until told to stop. */
@Command(name = "run", description = "Run the pipeline until told to stop (the default command).",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  @Mixin
  private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    ProcessorSettings settings = config.load();
    var token = AdminToken.checked("processor.admin.token", settings.admin().token());
    var metrics = Metrics.create();
    var address = new InetSocketAddress(settings.admin().host(), settings.admin().port());
    try (var stop = StopSignal.onTermination(settings.drainTimeout().plus(CLOSING));
        var database = new Database(settings, metrics, stop::given)) {
      try (var assembly = new Assembly(settings, metrics, database, stop);
          var tables = new PostgresTableView(settings);
          var group = new KafkaGroupView(settings);
          var admin = new AdminServer(address, token, assembly::live, assembly::ready, metrics)) {
        admin.show(new Console(new Console.Named(settings.pipeline(), settings.topics().raw()),
            new ThisProcess(config, settings, metrics, assembly), tables, group,
            InstantSource.system())).start();
        LOG.atInfo().addKeyValue("admin", "http://" + address.getHostString() + ":" + admin.port())
            .log("The processor starts");
        int exit = assembly.run();
        LOG.atInfo().addKeyValue("exit", exit).log("The processor stops");
        stop.give();
        return exit;
      }
    }
  }
}
