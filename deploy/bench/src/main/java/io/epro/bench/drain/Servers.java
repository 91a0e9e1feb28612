package io.epro.bench.drain;

import io.epro.bench.measure.Safepoints;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The broker and the database that all contestants of a bench share. */
public final class Servers {
  /**
   * As a server of this size would have it; the defaults are for a machine of 1 GiB. In force from the
   * first contestant's run on, since each begins with a restart.
   */
  private static final String POSTGRES = "\nshared_buffers = 1GB\nmax_wal_size = 8GB\n";

  private Servers() {}

  /**
   * A system whose programs are watched by {@link Counters}.
   *
   * @param jvmOptions of the programs, after the usual ones
   */
  public static SystemPlan plan(Path data, List<String> jvmOptions) {
    // The broker's usual JVM is made to start fast, not to run fast.
    return SystemPlan.in(data).withJvm(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"),
        jvm(data, jvmOptions));
  }

  /** The same of a contestant that is none of the system's programs. */
  public static List<String> jvm(Path data, List<String> jvmOptions) {
    return Stream.of(SystemPlan.in(data).programJvm(), List.of(Safepoints.option(data)),
        jvmOptions).flatMap(List::stream).toList();
  }

  /** Starts them with topics, sample drugs and empty tables. */
  public static void start(LocalSystem system, Path data) throws IOException {
    system.start();
    system.loadSampleDrugs();
    tune(data.resolve("postgres"));
    ReportTable.create(system.postgres());
  }

  /** Sets up a Postgres of that directory; in force from its next start on. */
  public static void tune(Path postgres) throws IOException {
    Files.writeString(postgres.resolve("data/postgresql.conf"), POSTGRES,
        StandardOpenOption.APPEND);
  }
}
