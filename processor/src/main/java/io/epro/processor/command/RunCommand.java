package io.epro.processor.command;

import io.epro.observe.AdminServer;
import io.epro.observe.AdminToken;
import io.epro.observe.AdminUsers;
import io.epro.observe.Metrics;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.Console;
import io.epro.processor.console.Views;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.operators.OperatorTokens;
import io.epro.processor.postgres.Database;
import io.epro.processor.postgres.PostgresTableView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    var metrics = Metrics.create();
    var address = new InetSocketAddress(settings.admin().host(), settings.admin().port());
    try (var stop = StopSignal.onTermination(settings.drainTimeout().plus(CLOSING));
        var database = new Database(settings, metrics, stop::given)) {
      try (var assembly = new Assembly(settings, metrics, database, stop);
          var tables = new PostgresTableView(settings);
          var group = new KafkaGroupView(settings);
          var console = new Console(
              new Console.Named(settings.pipeline(), settings.topics().raw()),
              new Views(new ThisProcess(config, settings, metrics, assembly), tables, group),
              new ConsoleTools(config), InstantSource.system());
          var admin = new AdminServer(address, users(settings), assembly::live, assembly::ready,
              metrics)) {
        admin.show(console).among(assembly::instances).start();
        assembly.reachedAt(AdminAddress.of(settings.admin(), admin.port()));
        LOG.atInfo().addKeyValue("admin", "http://" + address.getHostString() + ":" + admin.port())
            .log("The processor starts");
        int exit = assembly.run();
        LOG.atInfo().addKeyValue("exit", exit).log("The processor stops");
        stop.give();
        return exit;
      }
    }
  }

  private static Optional<AdminUsers> users(ProcessorSettings settings) {
    List<AdminUsers> all = Stream.<Optional<? extends AdminUsers>>of(
        AdminToken.of(settings.admin().token(), settings.admin().tokenRoles()),
        OperatorTokens.of(settings.console().auth())).<AdminUsers>flatMap(Optional::stream)
        .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(AdminUsers.any(all));
  }
}
