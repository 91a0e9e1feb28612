package io.epro.processor.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.epro.observe.AdminPages;
import io.epro.processor.ledger.OutageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page's files, and the answers to its script. */
public final class Console implements AdminPages {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
      .build();
  private static final int MOST_LISTED = 200;

  private final Named named;
  private final ProcessView process;
  private final TableView tables;
  private final GroupView group;
  private final InstantSource clock;

  /** What the pipeline is called, and its topic. */
  public record Named(String pipeline, String topic) {}

  public Console(Named named, ProcessView process, TableView tables, GroupView group,
      InstantSource clock) {
    this.named = named;
    this.process = process;
    this.tables = tables;
    this.group = group;
    this.clock = clock;
  }

  @Override
  public Optional<Asset> asset(String path) {
    return Assets.at(path);
  }

  @Override
  public Optional<Answer> answer(String name, Map<String, String> query) {
    try {
      Object found = found(name, query);
      return found == null ? Optional.empty() : Optional.of(new Answer(200, json(found)));
    } catch (OutageException e) {
      return Optional.of(new Answer(503, json(Map.of("detail", String.valueOf(e.getMessage())))));
    }
  }

  private @Nullable Object found(String name, Map<String, String> query) {
    return switch (name) {
      case "overview" -> Overview.of(named, process, tables, group, clock);
      case "rejections" -> tables.rejections(given(query, "state"), given(query, "code"),
          MOST_LISTED);
      case "replays" -> tables.replays();
      case "unknown-drugs" -> tables.unknownDrugs(MOST_LISTED);
      case "drug" -> process.drug(query.getOrDefault("id", "")).orElse(JSON.createObjectNode());
      case "settings" -> process.settings();
      default -> null;
    };
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
}
