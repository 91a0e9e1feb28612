package io.epro.local;

import io.epro.config.Durations;
import io.epro.local.process.Trees;
import io.epro.local.system.AotCache;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import io.epro.local.system.SystemPlan;
import io.epro.local.token.PatientTokens;
import io.epro.local.traffic.Phone;
import io.epro.local.traffic.ReportSource;
import io.epro.local.traffic.Rhythm;
import io.epro.local.traffic.Traffic;
import io.epro.terminal.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/image/aot}: what the JVM learns in a short real run, kept beside the jars. */
@Command(name = "aot", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Runs broker, Postgres, gateway and processor under simulated traffic for a moment, and keeps what"
      + " the JVM learned of classes and methods as AOT caches beside the two jars.",
  "They are used by deploy/image, deploy/local and deploy/bench until a jar is built anew. To be made"
      + " where they are used: a cache fits one JDK build, one jar and one collector only."})
public final class MakeAotCaches implements Callable<Integer> {
  private static final long SEED = 20_260_101;
  private static final int CONNECTIONS = 64;
  /** The JVM writes its cache when it ends. */
  private static final Duration END_LIMIT = Duration.ofMinutes(5);
  private static final Duration ANSWERS_LIMIT = Duration.ofSeconds(30);

  @Option(names = "--for", defaultValue = "20s", paramLabel = "TIME",
      description = "how long traffic is sent (default: ${DEFAULT-VALUE})")
  private Duration time = Duration.ZERO;

  @Option(names = "--rate", defaultValue = "3000", paramLabel = "N",
      description = "reports a second (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--gateway", paramLabel = "JAR",
      description = "whose cache is made, where it will be used (default: the one Maven built)")
  private @Nullable Path gatewayJar;

  @Option(names = "--processor", paramLabel = "JAR", description = "the same of the processor")
  private @Nullable Path processorJar;

  public static void main(String[] arguments) {
    Quiet.logging();
    System.exit(new CommandLine(new MakeAotCaches())
        .registerConverter(Duration.class, Durations::parse).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var data = Files.createTempDirectory("epro-aot");
    var built = Jars.built();
    var plan = SystemPlan.in(data).withAotCache(AotCache.MAKE)
        .withJars(new Jars(gatewayJar == null ? built.gateway() : gatewayJar,
            processorJar == null ? built.processor() : processorJar));
    try (var system = new LocalSystem(plan).start()) {
      system.loadSampleDrugs();
      var gateway = system.startGateway().awaitReady();
      var processor = system.startProcessor().awaitReady();
      long sent = traffic(system);
      System.out.printf("%,d reports went through; the caches are written now.%n", sent);
      for (var program : List.of(gateway, processor)) {
        end(program);
      }
      boolean forGateway = told(plan, plan.jars().gateway());
      boolean forProcessor = told(plan, plan.jars().processor());
      return forGateway && forProcessor ? 0 : 1;
    } finally {
      Trees.delete(data);
    }
  }

  private long traffic(LocalSystem system) throws InterruptedException {
    var clock = InstantSource.system();
    var tokens = new PatientTokens(system.issuer(), clock);
    try (var traffic = new Traffic(ReportSource.sample(SEED), Rhythm.steady(rate),
        new Phone(system.gatewayUrl(0), tokens::of), Long.MAX_VALUE, CONNECTIONS, clock,
        (_, _) -> {}).start()) {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      traffic.stop(ANSWERS_LIMIT);
      return traffic.acknowledged();
    }
  }

  private static void end(Program program) throws IOException {
    if (!program.stop(END_LIMIT)) {
      throw new IOException(program.name() + " did not end: " + program.process().diagnosis());
    }
  }

  private static boolean told(SystemPlan plan, Path jar) throws IOException {
    var refusal = AotCache.refusal(plan, jar);
    if (refusal.isPresent()) {
      System.err.println(refusal.get());
      return false;
    }
    var cache = AotCache.beside(jar);
    System.out.println(cache + ", " + (Files.size(cache) >> 20) + " MiB");
    return true;
  }
}
