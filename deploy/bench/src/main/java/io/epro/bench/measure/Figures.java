package io.epro.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of several runs. */
public final class Figures {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  private Figures() {}

  /** The run in the middle; of an even number, the lower of the two. */
  public static <T> T median(List<T> runs, ToDoubleFunction<T> figure) {
    return runs.stream().sorted(Comparator.comparingDouble(figure)).toList()
        .get((runs.size() - 1) / 2);
  }

  /** Microseconds of CPU for each of so many. */
  public static double microsEach(Duration cpu, long count) {
    return cpu.toNanos() / 1e3 / count;
  }

  /** Writes a result as JSON: records, lists, maps. */
  public static void write(Path file, Object result) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(result));
  }

  public static <T> T read(Path file, Class<T> type) throws IOException {
    return JSON.readValue(Files.readAllBytes(file), type);
  }
}
