package io.epro.processor.console;

import io.epro.observe.AdminPages.Asset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The page's files, in the program's own jar and in that of the charts. */
final class Assets {
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final Map<String, File> FILES = Map.of(
      "/", new File("/console/index.html", "text/html; charset=utf-8", false),
      "/console.js", new File("/console/console.js", "text/javascript; charset=utf-8", false),
      "/console.css", new File("/console/console.css", "text/css; charset=utf-8", false),
      "/icon.svg", new File("/console/icon.svg", "image/svg+xml", false),
      "/uplot-1.6.30.js", new File(CHARTS + "uPlot.esm.js", "text/javascript; charset=utf-8", true),
      "/uplot-1.6.30.css", new File(CHARTS + "uPlot.min.css", "text/css; charset=utf-8", true));

  private Assets() {}

  private record File(String resource, String contentType, boolean immutable) {}

  static Optional<Asset> at(String path) {
    return Optional.ofNullable(FILES.get(path))
        .map(file -> new Asset(file.contentType(), read(file.resource()), file.immutable()));
  }

  private static byte[] read(String resource) {
    try (var in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
