package io.epro.bench.acks;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.bench.load.Seen;
import io.epro.bench.measure.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AckResultTest {
  private static final Machine HERE = Machine.here(Path.of("."));

  @Test
  void theMedianOfPeaksIsByRateAndOfSchedulesByTheir99thPercentile() {
    var result = AckResult.of(HERE, List.of(
        run("gateway", 0, 1000, 30, 9), run("gateway", 50, 1000, 5, 3),
        run("gateway", 0, 1000, 10, 1), run("gateway", 50, 1000, 5, 7),
        run("gateway", 0, 1000, 20, 5), run("gateway", 50, 1000, 5, 4)));

    assertThat(result.medians()).hasSize(2);
    assertThat(result.medians().getFirst().seen().perSecond()).isEqualTo(20);
    assertThat(result.medians().getLast().seen().latency().p99()).isEqualTo(4);
  }

  @Test
  void runsOfOtherConnectionsOrServersAreNotMixed() {
    var result = AckResult.of(HERE, List.of(run("gateway", 0, 200, 1, 1),
        run("gateway", 0, 1000, 2, 1), run("with tokens", 0, 1000, 3, 1)));

    assertThat(result.medians()).hasSize(3);
  }

  @Test
  void ratiosAreToTheSameLoadOnTheOtherServer() {
    var words = AckResult.of(HERE, List.of(run("gateway", 0, 200, 30, 1),
        run("without Kafka", 0, 200, 60, 1), run("Spring Boot", 0, 200, 10, 1),
        run("with tokens", 0, 200, 27, 1))).inWords();

    assertThat(words).containsPattern("gateway +30 .* 0\\.50 +3\\.00")
        .contains("200 connections, 1 a request, with tokens / without: 0.90");
  }

  private static AckRun run(String server, int percent, int connections, double perSecond,
      double p99) {
    return new AckRun(server, percent, percent, new Seen(connections, 1, perSecond,
        new Seen.Latency(1, p99, p99, p99), new Seen.Latency(0, 0, 0, 0),
        new Seen.Cost(1, 1, 1, 1), 1, Map.of(), 0, 0, 0), 0);
  }
}
