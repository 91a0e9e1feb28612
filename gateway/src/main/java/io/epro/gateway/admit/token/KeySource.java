package io.epro.gateway.admit.token;

import io.epro.config.Loopback;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Where the keys are that tokens are signed with. */
public sealed interface KeySource {

  /** What is wrong with it, in plain words; empty when nothing is. Reads the file, if it is one. */
  List<String> problems();

  /** A file with one public key. */
  record PemFile(Path path) implements KeySource {
    @Override
    public List<String> problems() {
      return PublicKeyFile.problems(path);
    }
  }

  /**
   * An identity provider's key set (RFC 7517).
   *
   * @param interval between two fetches without a reason
   * @param minInterval between any two
   * @param timeout of one fetch, to its last byte
   * @param maxSize of the answer, in bytes
   */
  record Jwks(URI url, Duration interval, Duration minInterval, Duration timeout, int maxSize)
      implements
      KeySource {
    @Override
    public List<String> problems() {
      var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      var host = url.getHost();
      if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
        return List.of("the key set's URL must be like https://idp.example/keys");
      }
      if (scheme.equals("http") && !Loopback.is(host)) {
        return List
            .of("the key set's URL must be https (http is for loopback): whoever could change"
                + " the answer on its way could sign tokens");
      }
      return List.of();
    }
  }
}
