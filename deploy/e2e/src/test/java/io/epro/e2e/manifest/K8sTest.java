package io.epro.e2e.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.epro.config.Settings;
import io.epro.gateway.GatewaySettings;
import io.epro.local.system.Jars;
import io.epro.observe.Build;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.postgres.PostgresUrl;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** deploy/k8s, parsed strictly, and held against configuration, image and programs. */
class K8sTest {
  private static final Path ROOT = Jars.repository().resolve("deploy/k8s");
  private static final Path BASE = ROOT.resolve("base");
  private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]+)([mg])");
  /** Beside the heap: metaspace, code, threads, buffers, and what ZGC keeps of its own. */
  private static final long BESIDE_THE_HEAP = 448L << 20;
  /** Of a stop, over what the program itself may take. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Kustomization base = Kustomization.in(BASE);
  private final List<Object> all = base.manifests(BASE);

  K8sTest() throws IOException {}

  static Stream<Path> folders() throws IOException {
    return Stream.concat(Stream.of(BASE), overlays());
  }

  private static Stream<Path> overlays() throws IOException {
    try (var folders = Files.list(ROOT.resolve("overlays"))) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyFileIsListedAndEveryListedFileIsThere(Path folder) throws IOException {
    assertThat(Kustomization.in(folder).files()).isEqualTo(Kustomization.beside(folder));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyManifestHasTheFieldsOfItsKindOnly(Path folder) throws IOException {
    var kustomization = Kustomization.in(folder);
    kustomization.manifests(folder);
    for (var patch : kustomization.patchFiles()) {
      for (var patching : StrictYaml.manifests(folder.resolve(patch))) {
        assertThat(all).as("what %s changes", patch).anySatisfy(manifest -> {
          assertThat(manifest).hasSameClassAs(patching);
          assertThat(StrictYaml.name(manifest)).isEqualTo(StrictYaml.name(patching));
        });
      }
    }
  }

  @Test
  void aMisspeltFieldATextForANumberAndAKeyTwiceAreSeen() throws IOException {
    var good = Files.readString(BASE.resolve("gateway.yaml"));
    for (var broken : List.of(good.replace("readOnlyRootFilesystem", "readonlyRootFilesystem"),
        good.replace("failureThreshold: 60", "failureTreshold: 60"),
        good.replace("maxSkew", "maxSkews"))) {
      assertThatExceptionOfType(UnrecognizedPropertyException.class)
          .isThrownBy(() -> StrictYaml.manifests("broken", StrictYaml.documents(broken)));
    }
    assertThatIOException().isThrownBy(() -> StrictYaml.manifests("broken",
        StrictYaml.documents(good.replace("periodSeconds: 2\n", "periodSeconds: \"2\"\n"))));
    assertThatIOException().isThrownBy(
        () -> StrictYaml.documents(good.replace("kind: Job", "").replace("periodSeconds: 2\n",
            "periodSeconds: 2\n            periodSeconds: 2\n")));
    assertThatIOException().isThrownBy(() -> StrictYaml.manifests("broken",
        StrictYaml.documents(good.replace("autoscaling/v2", "autoscaling/v2beta2"))))
        .withMessageContaining("not known here");
  }

  @Test
  void selectorsFindPods() {
    for (var deployment : of(Deployment.class)) {
      var wanted = deployment.getSpec().getSelector().getMatchLabels();
      assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
          .containsAllEntriesOf(wanted);
      deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().forEach(
          spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(wanted));
    }
    of(Service.class).forEach(service -> assertSelects(service.getSpec().getSelector()));
    of(PodDisruptionBudget.class)
        .forEach(budget -> assertSelects(budget.getSpec().getSelector().getMatchLabels()));
    of(NetworkPolicy.class).forEach(policy -> assertSelects(Optional
        .ofNullable(policy.getSpec().getPodSelector().getMatchLabels()).orElse(Map.of())));
  }

  private void assertSelects(Map<String, String> labels) {
    assertThat(templates()).anySatisfy(
        template -> assertThat(template.getMetadata().getLabels()).containsAllEntriesOf(labels));
  }

  @Test
  void aDisruptionBudgetAndAJobsPodsDoNotMeet() {
    var jobs = of(Job.class).stream()
        .map(job -> job.getSpec().getTemplate().getMetadata().getLabels());
    var selectors = Stream.concat(
        of(PodDisruptionBudget.class).stream().map(b -> b.getSpec().getSelector().getMatchLabels()),
        of(Service.class).stream().map(service -> service.getSpec().getSelector())).toList();
    jobs.forEach(labels -> assertThat(selectors)
        .noneSatisfy(selector -> assertThat(labels).containsAllEntriesOf(selector)));
  }

  @Test
  void portsAreTheProgramsOwn() {
    var gateway = container("epro-gateway");
    assertThat(ports(gateway)).isEqualTo(Map.of("http", port(GatewaySettings.class, "gateway.port"),
        "admin", port(GatewaySettings.class, "gateway.admin.port")));
    var processor = container("epro-processor");
    assertThat(ports(processor))
        .isEqualTo(Map.of("admin", port(ProcessorSettings.class, "processor.admin.port")));
    for (var container : List.of(gateway, processor)) {
      for (var probe : List.of(container.getStartupProbe(), container.getLivenessProbe(),
          container.getReadinessProbe())) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("admin");
      }
      assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
      assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
      of(Service.class).stream()
          .filter(service -> service.getMetadata().getName().equals("epro-" + container.getName()))
          .flatMap(service -> service.getSpec().getPorts().stream())
          .forEach(
              port -> assertThat(ports(container)).containsKey(port.getTargetPort().getStrVal()));
      assertThat(openTo(container)).isEqualTo(new TreeSet<>(ports(container).values()));
    }
  }

  /** The ports that the network policy of a program lets others reach. */
  private Set<Integer> openTo(Container container) {
    return new TreeSet<>(of(NetworkPolicy.class).stream()
        .filter(policy -> policy.getMetadata().getName().equals("epro-" + container.getName()))
        .flatMap(policy -> policy.getSpec().getIngress().stream())
        .flatMap(rule -> rule.getPorts().stream()).map(port -> port.getPort().getIntVal())
        .toList());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void settingsAreOnesThatTheProgramsTake(Path folder) throws IOException {
    for (var generator : Kustomization.in(folder).generators()) {
      for (var file : generator.files()) {
        var path = Optional.of(folder.resolve(file));
        if (file.equals("gateway.properties")) {
          var settings = Settings.load(GatewaySettings.class, path);
          assertThat(settings.kafka().problems("gateway.kafka")).isEmpty();
          assertThat(settings.auth().issuer()).isPresent();
        } else {
          var settings = Settings.load(ProcessorSettings.class, path);
          assertThat(settings.kafka().problems("processor.kafka")).isEmpty();
          assertThat(PostgresUrl.problems(settings.postgres())).isEmpty();
        }
        assertThat(mountedFiles()).contains(file);
      }
    }
  }

  /** The files that the programs are told to read, by their name. */
  private List<String> mountedFiles() {
    return templates().stream().flatMap(template -> template.getSpec().getContainers().stream())
        .map(container -> Path.of(container.getArgs().getLast()).getFileName().toString()).toList();
  }

  @Test
  void whatIsMountedIsGeneratedOrToldOfInTheDocumentation() throws IOException {
    var documented = Files.readString(Jars.repository().resolve("docs/deployment.md"));
    var generated = base.generators().stream().map(Kustomization.Generator::name).toList();
    for (var template : templates()) {
      for (var volume : template.getSpec().getVolumes()) {
        if (volume.getConfigMap() != null && !generated.contains(volume.getConfigMap().getName())) {
          assertThat(documented).contains("`" + volume.getConfigMap().getName() + "`");
        }
        if (volume.getSecret() != null) {
          assertThat(documented).contains("`" + volume.getSecret().getSecretName() + "`");
        }
      }
    }
  }

  @Test
  void noMoreThreadsThanPartitions() throws IOException {
    var scaled = of(Keda.ScaledObject.class).getFirst();
    var settings = processor("processor.properties");
    int partitions = processor("owner.properties").topics().partitions();

    assertThat(scaled.spec().scaleTargetRef().name()).isEqualTo("epro-processor");
    assertThat(scaled.spec().maxReplicaCount() * settings.threads())
        .as("replicas x threads").isLessThanOrEqualTo(partitions);
    assertThat(scaled.spec().minReplicaCount()).isBetween(1, scaled.spec().maxReplicaCount());
    assertThat(scaled.spec().fallback().replicas())
        .isBetween(scaled.spec().minReplicaCount(), scaled.spec().maxReplicaCount());
  }

  @Test
  void lagIsAskedOfTheGroupAndTopicThatAreRead() throws IOException {
    var scaled = of(Keda.ScaledObject.class).getFirst().spec();
    var settings = processor("processor.properties");
    var trigger = scaled.triggers().getFirst();

    assertThat(trigger.type()).isEqualTo("kafka");
    assertThat(trigger.metadata()).containsEntry("topic", settings.topics().raw())
        .containsEntry("consumerGroup", settings.group())
        .containsEntry("bootstrapServers", settings.kafka().bootstrapServers());
    assertThat(trigger.metadata()).containsOnlyKeys("bootstrapServers", "consumerGroup", "topic",
        "lagThreshold", "offsetResetPolicy", "version");
    assertThat(of(Keda.TriggerAuthentication.class)).extracting(StrictYaml::name)
        .containsExactly(trigger.authenticationRef().name());
    var down = scaled.advanced().horizontalPodAutoscalerConfig().behavior().getScaleDown();
    assertThat(down.getStabilizationWindowSeconds()).isBetween(300, 3600);
    assertThat(scaled.cooldownPeriod()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void onlyOneThingScalesADeployment() {
    var targets = Stream.concat(
        of(HorizontalPodAutoscaler.class).stream()
            .map(h -> h.getSpec().getScaleTargetRef().getName()),
        of(Keda.ScaledObject.class).stream().map(s -> s.spec().scaleTargetRef().name())).toList();
    assertThat(targets).containsExactlyInAnyOrderElementsOf(
        of(Deployment.class).stream().map(StrictYaml::name).toList());
    assertThat(of(Deployment.class)).extracting(d -> d.getSpec().getReplicas()).containsOnlyNulls();
  }

  @Test
  void aStopHasTheTimeThatItMayTake() throws IOException {
    var gateway = Settings.load(GatewaySettings.class,
        Optional.of(BASE.resolve("gateway.properties")));
    var before = container("epro-gateway").getLifecycle().getPreStop().getSleep().getSeconds();
    assertThat(grace("epro-gateway")).isGreaterThanOrEqualTo(
        gateway.drainTimeout().plusSeconds(before + 1).plus(MARGIN));
    // The processor's own last resort is five seconds after its drain timeout.
    assertThat(grace("epro-processor")).isGreaterThanOrEqualTo(
        processor("processor.properties").drainTimeout().plusSeconds(5).plus(MARGIN));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theHeapFitsIntoTheMemory(Path folder) throws IOException {
    long usual = heap(Files.readString(Jars.repository().resolve("deploy/image/jvm.options")))
        .orElseThrow();
    var patches = Kustomization.in(folder).patchFiles();
    var shown = folder.equals(BASE) ? of(Deployment.class) : patches.stream()
        .flatMap(patch -> manifests(folder.resolve(patch)).stream())
        .filter(Deployment.class::isInstance).map(Deployment.class::cast).toList();
    for (var deployment : shown) {
      var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
      long heap = container.getEnv().stream()
          .filter(env -> env.getName().equals("EPRO_JVM_OPTIONS"))
          .flatMap(env -> heap(env.getValue()).stream()).findFirst().orElse(usual);
      long limit = Objects.requireNonNull(container.getResources().getLimits().get("memory"))
          .getNumericalAmount().longValue();
      assertThat(limit).as(StrictYaml.name(deployment))
          .isGreaterThanOrEqualTo(heap + BESIDE_THE_HEAP);
      assertThat(container.getResources().getRequests().get("memory"))
          .isEqualTo(container.getResources().getLimits().get("memory"));
    }
  }

  @Test
  void nobodyIsRootOrWritesToTheImage() {
    for (var template : templates()) {
      PodSpec pod = template.getSpec();
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      for (var container : pod.getContainers()) {
        var context = container.getSecurityContext();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getVolumeMounts()).anySatisfy(
            mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void imagesAreOursAndOfThisVersion(Path folder) throws IOException {
    assertThat(Kustomization.in(folder).imageNames()).allSatisfy(image -> {
      assertThat(image.name()).isIn("epro-gateway", "epro-processor");
      assertThat(image.newTag()).isEqualTo(Build.current().version());
    }).hasSize(2);
    assertThat(templates()).allSatisfy(template -> assertThat(template.getSpec().getContainers())
        .allSatisfy(c -> assertThat(c.getImage()).isIn("epro-gateway", "epro-processor")));
  }

  private <T> List<T> of(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<PodTemplateSpec> templates() {
    return Stream.concat(of(Deployment.class).stream().map(d -> d.getSpec().getTemplate()),
        of(Job.class).stream().map(job -> job.getSpec().getTemplate())).toList();
  }

  private PodSpec pod(String deployment) {
    return of(Deployment.class).stream().filter(d -> StrictYaml.name(d).equals(deployment))
        .findFirst().orElseThrow().getSpec().getTemplate().getSpec();
  }

  private Container container(String deployment) {
    return pod(deployment).getContainers().getFirst();
  }

  private Duration grace(String deployment) {
    return Duration.ofSeconds(pod(deployment).getTerminationGracePeriodSeconds());
  }

  private static Map<String, Integer> ports(Container container) {
    return container.getPorts().stream().collect(Collectors.toMap(
        ContainerPort::getName,
        ContainerPort::getContainerPort));
  }

  private static int port(Class<?> settings, String key) {
    return Integer
        .parseInt(Settings.keys(settings).getOrDefault(key, Optional.empty()).orElseThrow());
  }

  private static ProcessorSettings processor(String file) {
    return Settings.load(ProcessorSettings.class, Optional.of(BASE.resolve(file)));
  }

  private static List<Object> manifests(Path file) {
    try {
      return StrictYaml.manifests(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Long> heap(String options) {
    return HEAP.matcher(options).results()
        .map(found -> Long.parseLong(found.group(1)) << (found.group(2).equals("g") ? 30 : 20))
        .findFirst();
  }
}
