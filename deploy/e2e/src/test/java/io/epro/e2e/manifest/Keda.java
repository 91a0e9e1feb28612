package io.epro.e2e.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we use of KEDA's API (keda.sh/v1alpha1), as its
 * <a href="https://keda.sh/docs/latest/reference/scaledobject-spec/">specification</a> and that of its
 * <a href="https://keda.sh/docs/latest/scalers/apache-kafka/">Kafka scaler</a> have it.
 */
final class Keda {
  private Keda() {}

  record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {}

  record Spec(Target scaleTargetRef, int minReplicaCount, int maxReplicaCount, int pollingInterval,
      int cooldownPeriod, Fallback fallback, Advanced advanced, List<Trigger> triggers) {}

  /** {@code kind} is a Deployment's where it is absent. */
  record Target(@Nullable String apiVersion, @Nullable String kind, String name) {}

  record Fallback(int failureThreshold, int replicas) {}

  record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

  record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

  /** All values in the metadata are texts, also of numbers. */
  record Trigger(String type, Map<String, String> metadata, NameRef authenticationRef) {}

  record NameRef(String name) {}

  record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata,
      AuthenticationSpec spec) {}

  record AuthenticationSpec(List<SecretTarget> secretTargetRef) {}

  record SecretTarget(String parameter, String name, String key) {}
}
