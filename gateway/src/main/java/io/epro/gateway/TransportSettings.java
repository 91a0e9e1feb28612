package io.epro.gateway;

import io.epro.gateway.receive.Transport;
import io.epro.gateway.receive.tls.TlsFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** TLS, HTTP/2 and CORS, as the settings have them. */
public final class TransportSettings {
  /** As a browser writes it (RFC 6454, 6.2): no path, no default port, no upper case. */
  private static final Pattern ORIGIN = Pattern
      .compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
  private static final Pattern DEFAULT_PORT = Pattern.compile("http://.*:80|https://.*:443");

  private TransportSettings() {}

  /** Of settings without {@linkplain #problems problems}. */
  public static Transport of(GatewaySettings settings) {
    var tls = settings.tls();
    var files = tls.key().flatMap(key -> tls.certificates()
        .map(certificates -> new TlsFiles(key, certificates, tls.reloadInterval())));
    return new Transport(files.orElse(null), settings.http2().maxStreams(),
        Set.copyOf(origins(settings)));
  }

  static List<String> problems(GatewaySettings settings) {
    var problems = new ArrayList<String>();
    var tls = settings.tls();
    if (tls.key().isPresent() != tls.certificates().isPresent()) {
      problems.add("gateway.tls.key and gateway.tls.certificates must be set together");
    }
    origins(settings).stream()
        .filter(origin -> !ORIGIN.matcher(origin).matches()
            || DEFAULT_PORT.matcher(origin).matches())
        .map(origin -> "gateway.cors.allowed-origins must name each origin as a browser does, such"
            + " as https://app.example or http://127.0.0.1:3000, not " + origin)
        .forEach(problems::add);
    return problems;
  }

  private static List<String> origins(GatewaySettings settings) {
    return settings.cors().allowedOrigins()
        .map(all -> Arrays.stream(all.split(",", -1)).map(String::strip).toList())
        .orElse(List.of());
  }
}
