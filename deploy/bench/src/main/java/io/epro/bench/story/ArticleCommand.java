package io.epro.bench.story;

import io.epro.bench.load.LoadPlan;
import io.epro.bench.load.LoadRun;
import io.epro.config.Durations;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Ports;
import io.epro.local.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/bench/article}. */
@Command(name = "article", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Runs the service that this project began with, under load, with one of its problems, so that it can be"
      + " found with a profile: docs/operations.md does it.",
  "Until Ctrl-C."})
public final class ArticleCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 1_000;

  @Option(names = "--problem", required = true, paramLabel = "PROBLEM",
      description = "${COMPLETION-CANDIDATES}, in either case")
  private Problem problem = Problem.THREADS;

  @Option(names = "--remedied",
      description = "at the stage that is rid of the problem, under the same load")
  private boolean remedied;

  @Option(names = "--rate", paramLabel = "N",
      description = "reports a second, by the clients' own clock; by default what brings the problem out on two cores")
  private @Nullable Integer rate;

  @Option(names = "--port", defaultValue = "8070", paramLabel = "N",
      description = "0 for a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--admin-port", defaultValue = "8071", paramLabel = "N",
      description = "0 for a free one (default: ${DEFAULT-VALUE})")
  private int adminPort;

  @Option(names = "--for", paramLabel = "TIME",
      description = "ends by itself, for example 60s")
  private @Nullable Duration length;

  @Option(names = "--jvm", paramLabel = "OPTION",
      description = "of the service; may be given again")
  private List<String> jvm = List.of();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ArticleCommand())
        .registerConverter(Duration.class, Durations::parse)
        .setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    var stop = StopSignal.install();
    var data = Files.createTempDirectory("epro-article");
    try (var postgres = new LocalPostgres(data.resolve("postgres"), 0)) {
      postgres.start();
      ArticleTable.create(postgres);
      try (var service = ArticleProcess.start(problem.stage(remedied), Ports.orFree(port),
          Ports.orFree(adminPort), postgres.jdbcUrl(), jvm, data)) {
        run(service, data, stop);
      }
      return 0;
    } finally {
      Trees.delete(data);
      stop.done();
    }
  }

  private void run(ArticleProcess service, Path data, StopSignal stop)
      throws IOException, InterruptedException {
    int perSecond = rate == null ? problem.perSecond() : rate;
    System.out.printf(Locale.ROOT, "Stage: %s. %,d reports a second, by the clients' own clock.%n"
        + "Profiles: %s/debug/profile  Metrics: %s/metrics%n", problem.stage(remedied).title(),
        perSecond, service.admin(), service.admin());
    var load = LoadRun.start(LoadPlan.closed(service.port(), CONNECTIONS, 0, LONGEST.toMillis())
        .open(perSecond, CONNECTIONS), data);
    var glance = new Glance(service.admin());
    long end = System.nanoTime() + (length == null ? LONGEST : length).toNanos();
    while (System.nanoTime() < end && service.process().alive() && !stop.within(EVERY)) {
      System.out.println(glance.line());
    }
    load.kill();
    if (!service.process().alive()) {
      System.out.println("The service ended: " + service.process().diagnosis());
    }
  }
}
