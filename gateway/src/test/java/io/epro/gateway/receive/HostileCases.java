package io.epro.gateway.receive;

import io.epro.gateway.receive.HostileCase.Answer;
import io.epro.gateway.receive.HostileCase.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of the corpus. {@code hostile/README.md} tells how one is written. What is not understood
 * is an error, so that no case is passed over.
 */
final class HostileCases {
  private static final String CLOSED = "closed";
  private final List<HostileCase> cases = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();
  private @Nullable String name;
  private @Nullable String expected;

  private HostileCases() {}

  static List<HostileCase> of(String file) {
    var resource = HostileCases.class.getResourceAsStream("/hostile/" + file);
    try (var in = Objects.requireNonNull(resource, file)) {
      var reader = new HostileCases();
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        try {
          reader.read(lines.get(i));
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(file + ":" + (i + 1), e);
        }
      }
      reader.end();
      return reader.cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("== ")) {
      end();
      name = line.substring(3);
      return;
    }
    int space = line.indexOf(' ');
    var word = space < 0 ? line : line.substring(0, space);
    var rest = space < 0 ? "" : line.substring(space + 1);
    switch (word) {
      case "expect:" -> expected = rest;
      case "header:" -> headers.add(rest);
      case ">" -> steps.add(new Step.Send(HostileNotation.bytes(rest + "‹0D 0A›")));
      case "|" -> steps.add(new Step.Send(HostileNotation.bytes(rest)));
      case "json:" -> steps.add(post("/v1/reports", "application/json", rest));
      case "batch:" -> steps.add(post("/v1/reports/batch", "application/x-ndjson", rest));
      case "pause:" -> steps.add(new Step.Pause(Integer.parseInt(rest)));
      case "half-close" -> steps.add(new Step.HalfClose());
      case "reset" -> steps.add(new Step.Reset());
      default -> throw new IllegalArgumentException(line);
    }
  }

  private Step post(String path, String type, String text) {
    var body = HostileNotation.bytes(text);
    var head = new StringBuilder("POST " + path + " HTTP/1.1‹0D 0A›Host: x‹0D 0A›Content-Type: "
        + type + "‹0D 0A›Content-Length: " + body.length + "‹0D 0A›");
    headers.forEach(header -> head.append(header).append("‹0D 0A›"));
    headers.clear();
    var request = new ByteArrayOutputStream();
    request.writeBytes(HostileNotation.bytes(head + "‹0D 0A›"));
    request.writeBytes(body);
    return new Step.Send(request.toByteArray());
  }

  private void end() {
    if (name != null) {
      if (steps.isEmpty() || !headers.isEmpty()) {
        throw new IllegalArgumentException("nothing is sent, or a header without a body: " + name);
      }
      var parts = Arrays.asList(Objects.requireNonNull(expected, name).split(", ", -1));
      boolean closed = parts.getLast().equals(CLOSED);
      var answers = parts.subList(0, parts.size() - (closed ? 1 : 0)).stream()
          .map(HostileCases::answer).toList();
      cases.add(new HostileCase(name, List.copyOf(steps), answers, closed));
    }
    steps.clear();
    name = null;
    expected = null;
  }

  private static Answer answer(String text) {
    var words = List.of(text.split(" ", -1));
    return new Answer(Integer.parseInt(words.getFirst()), words.subList(1, words.size()));
  }
}
