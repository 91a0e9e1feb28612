package io.epro.gateway.admit.token;

import io.epro.config.KeySetUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
      return KeySetUrl.problems(url);
    }
  }
}
