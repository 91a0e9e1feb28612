package io.epro.gateway.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The API's description as a test reads it: what is not in it is not known here. */
final class OpenApi {
  static final Path FILE = Path.of("..", "docs", "api", "openapi.yaml");
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options",
      "head", "patch", "trace");

  private final JsonNode root;
  private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
      SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(
          SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  private final Map<JsonNode, Schema> schemas = new HashMap<>();

  /** A method of a path. */
  record Operation(String method, String path, JsonNode node) {
    boolean withoutBody() {
      return method.equals("HEAD");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private OpenApi(JsonNode root) {
    this.root = root;
  }

  static OpenApi read() {
    try {
      return new OpenApi(new YAMLMapper().readTree(Files.readString(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  List<Operation> operations() {
    var all = new ArrayList<Operation>();
    root.get("paths").properties().forEach(path -> path.getValue().properties().forEach(member -> {
      if (METHODS.contains(member.getKey())) {
        all.add(new Operation(member.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(),
            member.getValue()));
      }
    }));
    return all;
  }

  /** What stands there, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    var at = node;
    while (at.has("$ref")) {
      at = root.at(at.get("$ref").textValue().substring(1));
    }
    return at;
  }

  /** The header parameters of an operation, each with its example. */
  Map<String, String> headerExamples(Operation operation) {
    var found = new TreeMap<String, String>();
    for (var parameter : operation.node().path("parameters")) {
      var resolved = resolve(parameter);
      if (resolved.get("in").textValue().equals("header")) {
        found.put(resolved.get("name").textValue(), resolved.get("example").asText());
      }
    }
    return found;
  }

  /** The only media type of a request body, answer or missing node, with its description. */
  static Map.Entry<String, JsonNode> content(JsonNode holder) {
    var content = holder.path("content").properties();
    if (content.size() > 1) {
      throw new AssertionError("one media type is what this test knows");
    }
    return content.isEmpty() ? Map.entry("", JSON.missingNode()) : content.iterator().next();
  }

  /** The answers of an operation, by status. */
  Map<Integer, JsonNode> answers(Operation operation) {
    var found = new TreeMap<Integer, JsonNode>();
    operation.node().get("responses").properties()
        .forEach(answer -> found.put(Integer.parseInt(answer.getKey()),
            resolve(answer.getValue())));
    return found;
  }

  /** The examples of a media type, by name. */
  static Map<String, JsonNode> examples(JsonNode media) {
    var found = new TreeMap<String, JsonNode>();
    media.path("examples").properties()
        .forEach(example -> found.put(example.getKey(), example.getValue().get("value")));
    return found;
  }

  /** An example as it is sent. */
  static String text(JsonNode example) {
    return example.isTextual() ? example.textValue() : example.toString();
  }

  /** What is wrong with a text of this media type: nothing, or the lines' faults. */
  List<String> faults(JsonNode media, String text) {
    if (media.isMissingNode()) {
      return text.isEmpty() ? List.of() : List.of("a body that is not described");
    }
    var item = media.get("x-itemSchema");
    if (item != null) {
      return text.lines().filter(line -> !line.isBlank())
          .flatMap(line -> schemaFaults(item, line).stream().map(fault -> line + ": " + fault))
          .toList();
    }
    var schema = media.get("schema");
    return "string".equals(schema.path("type").textValue()) ? List.of()
        : schemaFaults(schema, text);
  }

  /** What is wrong with one JSON value, a member that is not documented included. */
  List<String> schemaFaults(JsonNode schema, String json) {
    var faults = new ArrayList<String>();
    schemas.computeIfAbsent(schema, this::compiled).validate(json, InputFormat.JSON)
        .forEach(error -> faults.add(error.toString()));
    var known = new TreeSet<String>();
    members(schema, known);
    var value = parse(json);
    if (!known.isEmpty()) {
      value.fieldNames().forEachRemaining(name -> {
        if (!known.contains(name)) {
          faults.add("a member that is not documented: " + name);
        }
      });
    }
    return faults;
  }

  /** The problem codes that a schema allows, apart from the list of all that there are. */
  Set<String> codes(JsonNode schema) {
    var found = new TreeSet<String>();
    parts(schema).forEach(part -> {
      var code = part.path("properties").path("code");
      code.path("enum").forEach(value -> found.add(value.textValue()));
      if (code.has("const")) {
        found.add(code.get("const").textValue());
      }
    });
    return found;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  private void members(JsonNode schema, Set<String> into) {
    parts(schema).forEach(part -> part.path("properties").fieldNames()
        .forEachRemaining(into::add));
  }

  /** A schema and all that it is put together from. */
  private Stream<JsonNode> parts(JsonNode schema) {
    var resolved = resolve(schema);
    var more = new ArrayList<JsonNode>();
    resolved.path("allOf").forEach(more::add);
    resolved.path("oneOf").forEach(more::add);
    return Stream.concat(Stream.of(resolved), more.stream().flatMap(this::parts));
  }

  /** As a document of its own, in which the references find what they mean. */
  private Schema compiled(JsonNode schema) {
    var document = (ObjectNode) JSON.createObjectNode().set("components", root.get("components"));
    document.set("allOf", JSON.createArrayNode().add(schema));
    return registry.getSchema(document.toString(), InputFormat.JSON);
  }
}
