package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/**
 * Two builds of the processor side by side in one group, as in the middle of an upgrade, then the newer
 * alone; the older one also comes back for once, as when an upgrade is undone.
 */
@Tag("fault")
class RollingUpgradeIT {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
  private static final Path NOW = Jars.built().processor();

  @UnderBothProtocols
  void anEarlierCommitsProcessorAndThisOneShareAGroup(Protocol protocol) throws Exception {
    var given = System.getProperty("e2e.previous");
    assumeTrue(given != null, "no earlier build: deploy/e2e/previous REV makes one, and"
        + " -De2e.previous=DIRECTORY names it");
    upgrade("from an earlier commit", protocol,
        Path.of(given).toAbsolutePath().resolve("epro-processor.jar"), NOW);
  }

  /** The newer build is this one with one more migration, such as an upgrade may bring. */
  @UnderBothProtocols
  void theOlderBuildKeepsWorkingWhileTheNewerOneMigratesTheSchema(Protocol protocol)
      throws Exception {
    var directory = Files.createTempDirectory("epro-next-");
    try {
      upgrade("with a migration", protocol, NOW, withMigration(directory));
    } finally {
      Trees.delete(directory);
    }
  }

  private static void upgrade(String how, Protocol protocol, Path before, Path after)
      throws Exception {
    Rig.play("rolling upgrade " + how + ", " + protocol, protocol.settings(), rig -> {
      var first = rig.startProcessor(before, Map.of());
      var second = rig.startProcessor(before, Map.of());
      var load = rig.loadOnTopic(800);
      rig.awaitWork(first);
      rig.awaitWork(second);
      rig.progress().awaitEverywhere();

      rig.stop(first);
      var third = rig.startProcessor(after, Map.of());
      rig.awaitWork(third);
      rig.progress().recovers(
          "rolling upgrade " + how + ": old and new side by side (" + protocol + ")",
          BACK_WITHIN);
      long old = Metric.STORED.of(second);
      rig.awaitMoreWork(second, old);
      assertThat(second.ready()).as("the old one beside the new one").isTrue();

      first.start(); // back to the old build
      rig.awaitWork(first);
      rig.stop(first);
      rig.stop(second);
      rig.progress().recovers("rolling upgrade " + how + ": the new one alone (" + protocol + ")",
          BACK_WITHIN);
      rig.settle(load, 10_000);
      assertThat(third.awaitReady().process().alive()).isTrue();
    });
  }

  /** This build's jar and one more migration in it, beside a link to the same libraries. */
  private static Path withMigration(Path directory) throws IOException {
    var jar = directory.resolve("epro-processor.jar");
    Files.copy(NOW, jar);
    Files.createSymbolicLink(directory.resolve("lib"), NOW.resolveSibling("lib"));
    try (var inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Files.writeString(inside.getPath("db/migration/V9000__of_a_later_build.sql"), """
          alter table report add column site text;
          alter table ledger add column note text;
          create table of_a_later_build (id integer primary key);
          """);
    }
    return jar;
  }
}
