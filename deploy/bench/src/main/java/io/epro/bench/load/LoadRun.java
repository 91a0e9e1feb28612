package io.epro.bench.load;

import io.epro.bench.measure.Figures;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * Clients at work, in a process of their own.
 *
 * @param <T> what they say they saw
 */
public final class LoadRun<T> {
  private static final Duration REST = Duration.ofSeconds(90);

  private final ChildProcess clients;
  private final Class<T> type;
  private final Path seen;
  private final Path acknowledged;
  private final Duration limit;

  /** @param acknowledged numbers of the reports that got 202 */
  public record Result<T>(T seen, BitSet acknowledged) {}

  private LoadRun(ChildProcess clients, Class<T> type, Path directory, Duration limit) {
    this.clients = clients;
    this.type = type;
    this.seen = seen(directory);
    this.acknowledged = acknowledged(directory);
    this.limit = limit;
  }

  /** @param directory for its files, which a later run overwrites */
  public static LoadRun<Seen> start(LoadPlan plan, Path directory) throws IOException {
    return new LoadRun<>(process(Clients.class, plan, directory), Seen.class, directory,
        Duration.ofMillis(plan.warmUpMillis() + plan.windowMillis()).plus(REST));
  }

  /** @param directory as above */
  public static LoadRun<PhonesSeen> start(PhonesPlan plan, Path directory) throws IOException {
    return new LoadRun<>(process(Phones.class, plan, directory), PhonesSeen.class, directory,
        Duration.ofMillis(plan.limitMillis()).plus(REST));
  }

  public long pid() {
    return clients.pid();
  }

  /** Waits for the end. @throws IOException with the end of their log, when they failed */
  public Result<T> await() throws IOException {
    if (!clients.waitFor(limit) || clients.exitCode().orElse(-1) != 0) {
      clients.kill();
      throw new IOException(clients.diagnosis());
    }
    return new Result<>(Figures.read(seen, type),
        BitSet.valueOf(Files.readAllBytes(acknowledged)));
  }

  /** Ends it before its time. What they saw is lost. */
  public void kill() {
    clients.kill();
  }

  private static ChildProcess process(Class<?> main, Object plan, Path directory)
      throws IOException {
    var planFile = directory.resolve("plan.json");
    Figures.write(planFile, plan);
    return ChildProcess.start(Command.java("clients",
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")),
        List.of(main.getName(), planFile.toString(), seen(directory).toString(),
            acknowledged(directory).toString()),
        directory.resolve("clients.log")));
  }

  private static Path seen(Path directory) {
    return directory.resolve("seen.json");
  }

  private static Path acknowledged(Path directory) {
    return directory.resolve("acknowledged.bits");
  }
}
