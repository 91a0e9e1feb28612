package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.replay.ReplayPlan;
import io.epro.processor.replay.Replays;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay list}. */
@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Lists the replays that there are, and how far each is.")
final class ReplayListCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Option(names = "--json", description = "One JSON array on stdout.")
  private boolean json;
  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    try (var replays = PostgresReplays.open(config.load())) {
      var all = replays.list();
      printing.out().print(json ? asJson(all) : asText(all));
      printing.out().flush();
      return 0;
    }
  }

  private static String asText(List<Replays.Progress> all) {
    if (all.isEmpty()) {
      return "There are no replays.%n".formatted();
    }
    var table = new TextTable(
        List.of("name", "partitions", "patients", "offsets", "done", "begun", "by", "complete",
            "promoted"));
    all.forEach(replay -> table.row(List.of(replay.plan().name().name(),
        partitions(replay.plan()), patients(replay.plan()),
        "%,d".formatted(replay.plan().offsets()), "%,d".formatted(replay.done()),
        replay.plan().begunAt().toString(), replay.plan().by(), or(replay.completedAt()),
        or(replay.promotedAt()))));
    return table.toString();
  }

  private static String partitions(ReplayPlan plan) {
    return plan.ranges().entrySet().stream().filter(range -> range.getValue().size() > 0)
        .sorted(Map.Entry.comparingByKey()).map(range -> range.getKey().toString())
        .collect(Collectors.joining(","));
  }

  private static String patients(ReplayPlan plan) {
    return plan.patients().isEmpty() ? "all" : Integer.toString(plan.patients().size());
  }

  private static String or(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("-");
  }

  private static String asJson(List<Replays.Progress> all) {
    var array = JSON.createArrayNode();
    for (var replay : all) {
      var one = array.addObject().put("name", replay.plan().name().name())
          .put("offsets", replay.plan().offsets()).put("done", replay.done())
          .put("begunAt", replay.plan().begunAt().toString()).put("by", replay.plan().by());
      one.put("patients", replay.plan().patients().size());
      var ranges = one.putObject("ranges");
      replay.plan().ranges().forEach((partition, range) -> ranges
          .putObject(partition.toString()).put("from", range.from()).put("to", range.to()));
      replay.completedAt().ifPresent(at -> one.put("completedAt", at.toString()));
      replay.promotedAt().ifPresent(at -> one.put("promotedAt", at.toString()));
    }
    return array + "\n";
  }
}
