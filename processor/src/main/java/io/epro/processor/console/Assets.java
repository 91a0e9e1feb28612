package io.epro.processor.console;

import io.epro.observe.AdminPages.Asset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The page's files, in the program's own jar and in that of the charts. */
final class Assets {
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String PAGE = "text/html; charset=utf-8";
  /** Nothing but what this server itself serves; no script in the page, none of another site, no frame around it. */
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
      + " img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none';"
      + " form-action 'none'; frame-ancestors 'none'";
  /**
   * A flame graph is a page with its script inside. Its frame may run that, and nothing else: as an origin of its
   * own it sees neither the page around it nor the token, and it can reach nothing.
   */
  private static final String FRAME_POLICY = "sandbox allow-scripts; default-src 'none';"
      + " script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
      + " form-action 'none'; frame-ancestors 'self'";
  private static final Map<String, File> FILES = Map.of(
      "/", new File("/console/index.html", PAGE, POLICY, false),
      "/flame.html", new File("/console/flame.html", PAGE, FRAME_POLICY, false),
      "/console.js", new File("/console/console.js", SCRIPT, POLICY, false),
      "/actions.js", new File("/console/actions.js", SCRIPT, POLICY, false),
      "/page.js", new File("/console/page.js", SCRIPT, POLICY, false),
      "/console.css", new File("/console/console.css", "text/css; charset=utf-8", POLICY, false),
      "/icon.svg", new File("/console/icon.svg", "image/svg+xml", POLICY, false),
      "/uplot-1.6.30.js", new File(CHARTS + "uPlot.esm.js", SCRIPT, POLICY, true),
      "/uplot-1.6.30.css",
      new File(CHARTS + "uPlot.min.css", "text/css; charset=utf-8", POLICY, true));

  private Assets() {}

  private record File(String resource, String contentType, String policy, boolean immutable) {}

  static Optional<Asset> at(String path) {
    return Optional.ofNullable(FILES.get(path)).map(file -> new Asset(file.contentType(),
        read(file.resource()), file.policy(), file.immutable()));
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
