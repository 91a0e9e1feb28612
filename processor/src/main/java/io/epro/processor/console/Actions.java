package io.epro.processor.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.observe.AdminUser;
import io.epro.processor.redrive.Redriver;
import io.epro.processor.redrive.Selection;
import io.epro.processor.replay.ReplayName;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked for with a button. Counting comes first and says as of when; the same time then bounds what is
 * done, so that nothing is done that nobody has seen counted.
 */
final class Actions implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_REASON = 500;

  private final Operations operations;
  private final Jobs jobs;

  Actions(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.jobs = new Jobs(clock);
  }

  Optional<Jobs.Job> latestJob() {
    return jobs.latest();
  }

  /**
   * Does it, or begins it.
   *
   * @return what to tell; null where there is no such thing to do
   * @throws IllegalArgumentException saying what is wrong with what was sent
   * @throws Busy when something else runs
   */
  @Nullable
  Object act(String name, byte[] sent, AdminUser by) {
    var asked = read(sent);
    return switch (name) {
      case "count" -> operations.count(selection(asked, Instant.EPOCH));
      case "redrive" -> {
        var selection = selection(asked, null);
        yield begun("redrive", by, watcher -> inWords(operations.redrive(selection, by.name(),
            watcher)));
      }
      case "discard" -> {
        var selection = selection(asked, null);
        String reason = reason(asked);
        yield begun("discard", by,
            _ -> Alert.grouped(operations.discard(selection, reason, by.name()))
                + " rejections discarded");
      }
      case "replay" -> {
        var order = order(asked, by);
        yield begun("replay " + order.name(), by,
            watcher -> operations.replay(order, watcher) ? "complete"
                : "stopped; begun again it goes on");
      }
      case "stop" -> {
        operations.stop();
        yield Map.of("stopping", true);
      }
      default -> null;
    };
  }

  /** Something else runs. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("something else runs in this instance; wait for its end");
    }
  }

  private Object begun(String what, AdminUser by,
      Function<Operations.Watcher, String> work) {
    if (!jobs.begin(what, by.name(), work)) {
      throw new Busy();
    }
    return Map.of("begun", what);
  }

  private static JsonNode read(byte[] sent) {
    try {
      var asked = JSON.readTree(sent);
      if (asked != null && asked.isObject()) {
        return asked;
      }
    } catch (IOException e) {
      // The same answer.
    }
    throw new IllegalArgumentException("send a JSON object");
  }

  /** @param otherwise where {@code until} is not said; null where it must be */
  private static Selection selection(JsonNode asked, @Nullable Instant otherwise) {
    var codes = new ArrayList<String>();
    asked.path("codes").forEach(code -> codes.add(code.asText()));
    Instant said = time(asked, "until");
    Instant until = said == null ? otherwise : said;
    if (until == null) {
      throw new IllegalArgumentException("until is missing: count first, and send what it says");
    }
    return new Selection(codes, time(asked, "since"), until, text(asked, "patientId"),
        asked.path("partition").isInt() ? (Integer) asked.path("partition").asInt() : null);
  }

  private static @Nullable Instant time(JsonNode asked, String name) {
    String text = text(asked, name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(name + " is a time like 2026-03-01T00:00:00Z", e);
    }
  }

  private static @Nullable String text(JsonNode asked, String name) {
    String text = asked.path(name).asText("").strip();
    return text.isEmpty() ? null : text;
  }

  private static String reason(JsonNode asked) {
    String reason = text(asked, "reason");
    if (reason == null || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "a reason is needed, of up to " + LONGEST_REASON + " characters");
    }
    return reason;
  }

  private static Operations.ReplayOrder order(JsonNode asked, AdminUser by) {
    String name = text(asked, "name");
    var checked = new ReplayName(name == null ? "" : name);
    return new Operations.ReplayOrder(checked.name(), text(asked, "from"), text(asked, "to"),
        Math.max(0, asked.path("maxRate").asLong(0)), by.name());
  }

  private static String inWords(Redriver.Outcome outcome) {
    var words = new ArrayList<>(List.of(Alert.grouped(outcome.redriven()) + " published again"));
    if (outcome.exhausted() > 0) {
      words.add(Alert.grouped(outcome.exhausted()) + " left alone: their reports had "
          + Redriver.USUAL_CHANCES + " chances");
    }
    if (outcome.tooLarge() > 0) {
      words.add(Alert.grouped(outcome.tooLarge()) + " left alone: the brokers do not take them");
    }
    return String.join("; ", words);
  }

  @Override
  public void close() {
    operations.stop();
    jobs.awaitEnd();
  }
}
