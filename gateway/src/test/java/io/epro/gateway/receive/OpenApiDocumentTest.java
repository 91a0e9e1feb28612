package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The API's description by itself: well-formed, in step with what it repeats, and true to itself. */
class OpenApiDocumentTest {
  private static final String OAS = "https://spec.openapis.org/oas/3.1/";
  private final OpenApi api = OpenApi.read();

  @Test
  void isOpenApi() {
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
        builder -> builder.schemas(OpenApiDocumentTest::published));

    var faults = registry.getSchema(SchemaLocation.of(OAS + "schema-base/2022-10-07"))
        .validate(api.root().toString(), InputFormat.JSON);

    assertThat(faults).isEmpty();
  }

  @Test
  void whatIsNoOpenApiIsFound() {
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
        builder -> builder.schemas(OpenApiDocumentTest::published));
    var schema = registry.getSchema(SchemaLocation.of(OAS + "schema-base/2022-10-07"));
    var wrong = (ObjectNode) api.root().deepCopy();
    ((ObjectNode) wrong.at("/components/schemas/Queued")).put("type", "report");

    assertThat(schema.validate(wrong.toString(), InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void everyReferenceMeetsSomethingAndEverythingIsReferredTo() {
    var references = new TreeSet<String>();
    collect(api.root(), references);

    assertThat(references).allSatisfy(reference -> assertThat(
        api.root().at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    for (var kind : List.of("parameters", "headers", "responses", "schemas")) {
      api.root().get("components").get(kind).fieldNames().forEachRemaining(
          name -> assertThat(references).contains("#/components/" + kind + "/" + name));
    }
  }

  @Test
  void theReportIsThePublishedSchema() throws IOException {
    var published = (ObjectNode) OpenApi.JSON.readTree(Files
        .readString(Path.of("..", "docs", "api", "report.schema.json"))
        .replace("#/$defs/text", "#/components/schemas/ReportText"));
    var text = published.remove("$defs").get("text");
    published.remove(List.of("$schema", "description"));
    var report = (ObjectNode) api.root().at("/components/schemas/Report").deepCopy();
    report.remove("description");

    assertThat(report).isEqualTo(published);
    assertThat(api.root().at("/components/schemas/ReportText")).isEqualTo(text);
  }

  @Test
  void everyExampleIsOfItsSchema() {
    var holders = new ArrayList<JsonNode>();
    for (var operation : api.operations()) {
      holders.add(operation.node().path("requestBody"));
      holders.addAll(api.answers(operation).values());
    }
    int examples = 0;
    for (var holder : holders) {
      var media = OpenApi.content(holder).getValue();
      for (var example : OpenApi.examples(media).entrySet()) {
        assertThat(api.faults(media, OpenApi.text(example.getValue()))).as(example.getKey())
            .isEmpty();
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(20);
  }

  @Test
  void everyHeaderHasAnExampleOfItsSchema() {
    api.root().at("/components/parameters").properties().stream().map(Map.Entry::getValue)
        .forEach(parameter -> assertThat(api.schemaFaults(parameter.get("schema"),
            parameter.get("example").toString())).as(parameter.get("name").asText()).isEmpty());
  }

  @Test
  void theBoundsAreThoseOfTheScanner() {
    assertThat(api.root().at("/info/description").textValue().replaceAll("\\s+", " "))
        .contains("nested up to " + ReportScanner.MAX_DEPTH + " deep")
        .contains("a string has up to " + ReportScanner.MAX_STRING_LENGTH + " characters")
        .contains("a number up to " + ReportScanner.MAX_NUMBER_LENGTH)
        .contains("name up to " + ReportScanner.MAX_KEY_LENGTH);
  }

  private static void collect(JsonNode node, Set<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.get("$ref").textValue());
    }
    node.forEach(child -> collect(child, references));
  }

  /** The OpenAPI initiative's own schemas, as Vert.x carries them. */
  private static @Nullable String published(String address) {
    if (!address.startsWith(OAS)) {
      return null;
    }
    try (var schema = OpenAPIContract.class
        .getResourceAsStream("/spec.openapis.org" + URI.create(address).getPath())) {
      return new String(Objects.requireNonNull(schema, address).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
