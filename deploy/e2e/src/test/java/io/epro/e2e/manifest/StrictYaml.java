package io.epro.e2e.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads manifests as the types of the Kubernetes API: no field that they lack, no key twice, no text for a number. */
final class StrictYaml {
  /** Also what is refused: a kind or version that is not here. */
  private static final Map<String, Class<?>> KINDS = Map.ofEntries(
      Map.entry("v1/Namespace", Namespace.class),
      Map.entry("v1/ConfigMap", ConfigMap.class),
      Map.entry("v1/Service", Service.class),
      Map.entry("v1/ServiceAccount", ServiceAccount.class),
      Map.entry("apps/v1/Deployment", Deployment.class),
      Map.entry("batch/v1/Job", Job.class),
      Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
      Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
      Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
      Map.entry("keda.sh/v1alpha1/ScaledObject", Keda.ScaledObject.class),
      Map.entry("keda.sh/v1alpha1/TriggerAuthentication", Keda.TriggerAuthentication.class));

  private static final YAMLMapper YAML = YAMLMapper.builder(new YAMLFactory())
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .annotationIntrospector(new NothingElse())
      .build();

  private StrictYaml() {}

  /** The model's classes take what they do not know into a map. These do not. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  /** All documents of a file, in its order. */
  static List<Object> manifests(Path file) throws IOException {
    return manifests(file.toString(), documents(file));
  }

  static List<Object> manifests(String name, List<JsonNode> documents) throws IOException {
    var all = new ArrayList<>();
    for (var document : documents) {
      var kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
      var type = KINDS.get(kind);
      if (type == null) {
        throw new IOException(name + " has a " + kind + ", which is not known here");
      }
      all.add(YAML.readerFor(type).readValue(document));
    }
    return all;
  }

  static <T> T one(Path file, Class<T> type) throws IOException {
    return YAML.readValue(file.toFile(), type);
  }

  static List<JsonNode> documents(Path file) throws IOException {
    try (var parser = YAML.getFactory().createParser(file.toFile())) {
      return YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll();
    }
  }

  static List<JsonNode> documents(String text) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
  }

  static String name(Object manifest) {
    return switch (manifest) {
      case HasMetadata known -> known.getMetadata().getName();
      case Keda.ScaledObject scaled -> scaled.metadata().getName();
      case Keda.TriggerAuthentication trigger -> trigger.metadata().getName();
      default -> throw new IllegalArgumentException(manifest.getClass().getName());
    };
  }
}
