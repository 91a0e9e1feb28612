package io.epro.e2e.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What we use of a kustomization.yaml, and the folder that it stands in. */
record Kustomization(String apiVersion, String kind, @Nullable String namespace,
    List<String> resources, @Nullable List<Generator> configMapGenerator,
    @Nullable List<Image> images, @Nullable List<Patch> patches) {

  static final String FILE = "kustomization.yaml";

  record Generator(String name, @Nullable String behavior, List<String> files) {}

  record Image(String name, @Nullable String newName, @Nullable String newTag) {}

  record Patch(String path) {}

  static Kustomization in(Path folder) throws IOException {
    return StrictYaml.one(folder.resolve(FILE), Kustomization.class);
  }

  List<Generator> generators() {
    return Objects.requireNonNullElse(configMapGenerator, List.of());
  }

  List<Image> imageNames() {
    return Objects.requireNonNullElse(images, List.of());
  }

  List<String> patchFiles() {
    return Objects.requireNonNullElse(patches, List.<Patch>of()).stream().map(Patch::path).toList();
  }

  /** Everything that it names of its own folder; other folders are left out. */
  Set<String> files() {
    return new TreeSet<>(Stream.of(resources.stream(), patchFiles().stream(),
        generators().stream().flatMap(generator -> generator.files().stream()))
        .flatMap(names -> names).filter(name -> !name.startsWith("..")).toList());
  }

  /** Everything that lies in its folder beside it. */
  static Set<String> beside(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(FILE)).toList());
    }
  }

  /** The manifests that it lists, of its own folder. */
  List<Object> manifests(Path folder) throws IOException {
    var all = new ArrayList<>();
    for (var file : resources) {
      if (!file.startsWith("..")) {
        all.addAll(StrictYaml.manifests(folder.resolve(file)));
      }
    }
    return all;
  }
}
