package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epro.gateway.receive.OpenApi.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The API's description against the running gateway. Each operation is asked in each {@link Situation};
 * every answer must be described, and everything that is described must have been answered.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiContractTest {
  private static final Set<String> OF_THE_MESSAGE = Set.of("content-type", "content-length");

  /** Where the request was not understood, nor was that its method is HEAD. */
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 408, 414, 431);

  private final OpenApi api = OpenApi.read();
  private final List<Exchange> exchanges = new ArrayList<>();

  /** What was asked, and what came of it. */
  private record Exchange(Operation operation, String situation, boolean head, RawAnswer answer) {
    static Exchange of(Operation operation, String situation, Harness harness, RawRequest request)
        throws IOException {
      try (var socket = harness.connect()) {
        socket.getOutputStream().write(request.bytes());
        boolean head = request.method().equals("HEAD");
        return new Exchange(operation, situation, head, RawAnswer.of(
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8), head));
      }
    }

    @Override
    public String toString() {
      return operation + ", " + situation + ": " + answer.status() + " " + answer.body();
    }
  }

  @BeforeAll
  void askEverythingInEverySituation() throws Exception {
    for (var situation : Situation.all()) {
      try (var harness = situation.world().start()) {
        for (var operation : api.operations()) {
          var request = situation.change().apply(good(operation));
          exchanges.add(Exchange.of(operation, situation.name(), harness, request));
        }
        harness.awaitNothingInFlight();
      }
    }
  }

  @Test
  void everyAnswerIsDescribed() {
    assertThat(exchanges.stream().flatMap(exchange -> faults(exchange).stream()
        .map(fault -> exchange + "\n  " + fault))).isEmpty();
  }

  @Test
  void everythingThatIsDescribedIsAnswered() {
    assertThat(answered()).containsExactlyElementsOf(described());
  }

  @Test
  void everyProblemOfTheGatewayIsDescribed() {
    var described = api.operations().stream()
        .flatMap(operation -> api.answers(operation).values().stream())
        .flatMap(answer -> api.codes(schemaOf(answer)).stream()).collect(Collectors.toSet());

    assertThat(described).isEqualTo(codes(ProblemCode.values()));
    assertThat(api.root().at("/components/schemas/Code/enum")).extracting(JsonNode::textValue)
        .containsExactlyInAnyOrderElementsOf(codes(ProblemCode.values()));
  }

  @Test
  void everyExampleOfAProblemIsWhatTheGatewaySays() {
    for (var operation : api.operations()) {
      api.answers(operation).forEach((status, answer) -> {
        var said = said(operation, status);
        var media = OpenApi.content(answer).getValue();
        OpenApi.examples(media).forEach((name, example) -> {
          var lines = OpenApi.text(example).lines().map(OpenApiContractTest::generic).toList();
          if (!operation.withoutBody() && status >= 207) {
            assertThat(said).as("%s %s %s", operation, status, name).containsAll(lines);
          }
        });
      });
    }
  }

  @Test
  void everyCodeHasAnExample() {
    for (var operation : api.operations()) {
      api.answers(operation).forEach((status, answer) -> {
        var media = OpenApi.content(answer).getValue();
        assertThat(OpenApi.examples(media).values().stream()
            .flatMap(example -> OpenApi.text(example).lines())
            .map(line -> OpenApi.parse(line).path("code").asText())
            .filter(code -> !code.isEmpty()).collect(Collectors.toSet()))
            .as("%s %s", operation, status).isEqualTo(api.codes(schemaOf(answer)));
      });
    }
  }

  @Test
  void everyExampleOfARequestIsAnsweredAsItsExampleSays() throws Exception {
    var checked = new HashSet<String>();
    try (var harness = Situation.calm()) {
      for (var operation : api.operations()) {
        for (var example : OpenApi
            .examples(OpenApi.content(operation.node().path("requestBody")).getValue())
            .entrySet()) {
          var answer = Exchange.of(operation, example.getKey(), harness,
              good(operation).body(OpenApi.text(example.getValue()))).answer();

          assertThat(answer.status()).isEqualTo(202);
          var described = OpenApi.content(Objects.requireNonNull(api.answers(operation).get(202)))
              .getValue();
          assertThat(answer.body()).as(operation + " " + example.getKey())
              .isEqualTo(OpenApi
                  .text(Objects.requireNonNull(OpenApi.examples(described).get(example.getKey()))));
          checked.add(operation + " " + example.getKey());
        }
      }
    }
    assertThat(checked).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void everyHeaderThatIsDescribedIsTaken() throws Exception {
    try (var harness = Situation.calm()) {
      for (var operation : api.operations()) {
        var request = good(operation);
        for (var header : api.headerExamples(operation).entrySet()) {
          request = request.header(header.getKey(), header.getValue());
          if (header.getValue().equals("gzip") && request.body() != null) {
            request = request.body(gzip(request.body()));
          }
        }
        var exchange = Exchange.of(operation, "all headers", harness, request);

        assertThat(exchange.answer().status()).as(exchange.toString()).isLessThan(300);
        assertThat(faults(exchange)).as(exchange.toString()).isEmpty();
      }
      assertThat(harness.publisher.arrived())
          .allSatisfy(report -> assertThat(report.traceparent()).isNotNull());
    }
  }

  private RawRequest good(Operation operation) {
    var request = new RawRequest(operation.method(), operation.path()).header("Origin",
        Situation.PAGE);
    for (var parameter : operation.node().path("parameters")) {
      var resolved = api.resolve(parameter);
      if (resolved.path("required").booleanValue()) {
        request = request.header(resolved.get("name").textValue(),
            resolved.get("example").textValue());
      }
    }
    var content = OpenApi.content(operation.node().path("requestBody"));
    return content.getKey().isEmpty() ? request : request.header("Content-Type", content.getKey())
        .body(OpenApi.text(OpenApi.examples(content.getValue()).values().iterator().next()));
  }

  private List<String> faults(Exchange exchange) {
    var answer = exchange.answer();
    var described = api.answers(exchange.operation()).get(answer.status());
    if (described == null) {
      return List.of("a status that is not described");
    }
    var faults = new ArrayList<String>(headerFaults(answer, described));
    var content = OpenApi.content(described);
    if (!content.getKey().equals(answer.mediaType())) {
      faults.add("another media type: " + answer.mediaType());
    } else if (!exchange.head()) {
      faults.addAll(api.faults(content.getValue(), answer.body()));
    } else if (!answer.body().isEmpty() && !NOT_UNDERSTOOD.contains(answer.status())) {
      faults.add("a body in answer to a HEAD");
    }
    return faults;
  }

  private List<String> headerFaults(RawAnswer answer, JsonNode described) {
    var faults = new ArrayList<String>();
    var unknown = new TreeSet<>(answer.headers().keySet());
    unknown.removeAll(OF_THE_MESSAGE);
    for (var headers : List.of(described.path("headers"),
        api.root().get("x-headers-of-every-answer"))) {
      headers.properties().forEach(header -> {
        var name = header.getKey().toLowerCase(java.util.Locale.ROOT);
        var value = answer.headers().get(name);
        var definition = api.resolve(header.getValue());
        unknown.remove(name);
        if (value != null) {
          boolean number = "integer".equals(definition.at("/schema/type").textValue());
          faults.addAll(api.schemaFaults(definition.get("schema"),
              number ? value : OpenApi.JSON.getNodeFactory().textNode(value).toString()));
        } else if (definition.path("required").booleanValue()) {
          faults.add("a header is missing: " + name);
        }
      });
    }
    unknown.forEach(name -> faults.add("a header that is not described: " + name));
    return faults;
  }

  private Set<String> described() {
    var all = new TreeSet<String>();
    for (var operation : api.operations()) {
      api.answers(operation).forEach((status, answer) -> {
        var codes = operation.withoutBody() ? Set.<String>of() : api.codes(schemaOf(answer));
        codes.forEach(code -> all.add(operation + " " + status + " " + code));
        if (codes.isEmpty()) {
          all.add(operation + " " + status + " ");
        }
      });
    }
    return all;
  }

  private Set<String> answered() {
    var all = new TreeSet<String>();
    for (var exchange : exchanges) {
      var start = exchange.operation() + " " + exchange.answer().status() + " ";
      boolean json = exchange.answer().mediaType().contains("json")
          && !exchange.operation().withoutBody();
      var codes = !json ? Set.<String>of() : exchange.answer().body().lines().map(OpenApi::parse)
          .filter(value -> value.has("code")).map(value -> value.get("code").textValue())
          .collect(Collectors.toSet());
      codes.forEach(code -> all.add(start + code));
      if (codes.isEmpty()) {
        all.add(start);
      }
    }
    return all;
  }

  /** Every line that was answered so, without what differs from case to case. */
  private Set<String> said(Operation operation, int status) {
    return exchanges.stream().filter(exchange -> exchange.operation().equals(operation))
        .map(Exchange::answer).filter(answer -> answer.status() == status)
        .filter(answer -> answer.mediaType().contains("json"))
        .flatMap(answer -> answer.body().lines()).map(OpenApiContractTest::generic)
        .collect(Collectors.toSet());
  }

  /** Numbers in words, seconds and places in the batch are this case's alone. */
  private static String generic(String json) {
    var value = (ObjectNode) OpenApi.parse(json);
    if (value.has("detail")) {
      value.put("detail", value.get("detail").textValue().replaceAll("[0-9]+", "0"));
    }
    for (var name : List.of("line", "retryAfter")) {
      if (value.has(name)) {
        value.put(name, 0);
      }
    }
    return value.toString();
  }

  private static JsonNode schemaOf(JsonNode answer) {
    var media = OpenApi.content(answer).getValue();
    return media.has("x-itemSchema") ? media.get("x-itemSchema") : media.path("schema");
  }

  private static Set<String> codes(ProblemCode... codes) {
    return java.util.Arrays.stream(codes).map(ProblemCode::code).collect(Collectors.toSet());
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
