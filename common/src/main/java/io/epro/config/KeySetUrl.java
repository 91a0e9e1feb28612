package io.epro.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Where an identity provider's key set (RFC 7517) may be. */
public final class KeySetUrl {
  private KeySetUrl() {}

  /** What is wrong with it, in plain words; empty when nothing is. */
  public static List<String> problems(URI url) {
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    var host = url.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return List.of("the key set's URL must be like https://idp.example/keys");
    }
    if (scheme.equals("http") && !Loopback.is(host)) {
      return List.of("the key set's URL must be https (http is for loopback): whoever could change"
          + " the answer on its way could sign tokens");
    }
    return List.of();
  }
}
