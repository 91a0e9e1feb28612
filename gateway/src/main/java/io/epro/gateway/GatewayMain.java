package io.epro.gateway;

import io.epro.config.ConfigException;
import io.epro.config.Settings;
import io.epro.observe.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs a gateway until it is told to stop. Exit codes: 2 for a configuration that cannot be used, 1
 * for a port that cannot be bound; after SIGTERM or SIGINT it drains, and Java ends with 143 or 130.
 */
@Command(name = "epro-gateway", mixinStandardHelpOptions = true,
    versionProvider = GatewayMain.Version.class,
    description = "Takes patients' reports over HTTP and answers when Kafka has them on disk.",
    footer = {
      "", "Every key can also be given as -Dgateway.port=8080 to java, or as GATEWAY_PORT=8080"
          + " in the environment; docs/configuration.md lists them."})
public final class GatewayMain implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE",
      description = "properties file, with keys such as gateway.port")
  private @Nullable Path config;

  public static void main(String[] args) {
    System.exit(new CommandLine(new GatewayMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      var settings = Settings.load(GatewaySettings.class, Optional.ofNullable(config));
      GatewayProblems.refuseIfAny(settings);
      run(new Gateway(settings));
      return 0;
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void run(Gateway gateway) throws IOException, InterruptedException {
    gateway.start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
      try {
        gateway.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }));
    new CountDownLatch(1).await();
  }

  /** As its jar says. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[]{Build.current().of("epro-gateway")};
    }
  }
}
