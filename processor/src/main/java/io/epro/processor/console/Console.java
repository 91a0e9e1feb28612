package io.epro.processor.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.epro.observe.AdminPages;
import io.epro.observe.AdminRole;
import io.epro.observe.AdminUser;
import io.epro.processor.ledger.OutageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page's files, the answers to its script, and what its buttons do. */
public final class Console implements AdminPages, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final ObjectMapper JSON = JsonMapper.builder()
      .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
      .build();
  private static final int MOST_LISTED = 200;
  private static final int SAMPLES = 5;

  private final Named named;
  private final Views views;
  private final Operations operations;
  private final Actions actions;
  private final InstantSource clock;

  /** What the pipeline is called, and its topic. */
  public record Named(String pipeline, String topic) {}

  public Console(Named named, Views views, Operations operations, InstantSource clock) {
    this.named = named;
    this.views = views;
    this.operations = operations;
    this.actions = new Actions(operations, clock);
    this.clock = clock;
  }

  @Override
  public Optional<Asset> asset(String path) {
    return Assets.at(path);
  }

  @Override
  public Optional<Answer> answer(String name, Map<String, String> query, AdminUser by) {
    return answered(() -> found(name, query, by));
  }

  @Override
  public Optional<Answer> act(String name, byte[] json, AdminUser by) {
    return by.may(AdminRole.OPERATE) ? answered(() -> actions.act(name, json, by))
        : Optional.of(lacks(AdminRole.OPERATE));
  }

  private Optional<Answer> answered(Supplier<@Nullable Object> question) {
    try {
      Object found = question.get();
      return switch (found) {
        case null -> Optional.empty();
        case Answer answer -> Optional.of(answer);
        default -> Optional.of(new Answer(200, json(found)));
      };
    } catch (OutageException e) {
      return Optional.of(refusal(503, e));
    } catch (IllegalArgumentException e) {
      return Optional.of(refusal(400, e));
    } catch (Actions.Busy e) {
      return Optional.of(refusal(409, e));
    }
  }

  private @Nullable Object found(String name, Map<String, String> query, AdminUser by) {
    return switch (name) {
      case "me" -> by;
      case "overview" -> Overview.of(named, views, clock);
      case "rejections" -> views.tables().rejections(given(query, "state"), given(query, "code"),
          MOST_LISTED);
      case "raw" -> by.may(AdminRole.RAW) ? raw(query, by) : lacks(AdminRole.RAW);
      case "replays" -> views.tables().replays();
      case "replay-diff" -> {
        var diff = operations.diff(query.getOrDefault("name", ""), SAMPLES);
        yield by.may(AdminRole.RAW) ? diff : diff.masked();
      }
      case "job" -> actions.latestJob().<Object>map(job -> job).orElse(JSON.createObjectNode());
      case "unknown-drugs" -> views.tables().unknownDrugs(MOST_LISTED);
      case "drug" -> views.process().drug(query.getOrDefault("id", ""))
          .orElse(JSON.createObjectNode());
      case "settings" -> views.process().settings();
      default -> null;
    };
  }

  /** Who looked at what is written down. */
  private @Nullable Object raw(Map<String, String> query, AdminUser by) {
    int partition;
    long offset;
    try {
      partition = Integer.parseInt(query.getOrDefault("partition", ""));
      offset = Long.parseLong(query.getOrDefault("offset", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("partition and offset are numbers", e);
    }
    LOG.atInfo().addKeyValue("by", by.name()).addKeyValue("partition", partition)
        .addKeyValue("offset", offset).log("A rejected record was looked at");
    return views.tables().raw(partition, offset).orElse(null);
  }

  private static Answer lacks(AdminRole role) {
    return new Answer(403, json(Map.of("detail", "this takes a token with the scope "
        + role.scope())));
  }

  private static Answer refusal(int status, RuntimeException why) {
    return new Answer(status, json(Map.of("detail", String.valueOf(why.getMessage()))));
  }

  private static @Nullable String given(Map<String, String> query, String name) {
    String value = query.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  private static String json(Object found) {
    try {
      return JSON.writeValueAsString(found);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the console's own records are JSON", e);
    }
  }

  /** Ends what it began, within some seconds. */
  @Override
  public void close() {
    actions.close();
  }
}
