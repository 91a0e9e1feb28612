package io.epro.bench.overload;

/** What makes the gateway's capacity small enough for clients on the same machine to offer a multiple. */
enum Limit {
  /** Gateway and broker share the first core, the clients have the second one to themselves. */
  CORE("gateway and broker on one core, the clients on another", 2),
  /**
   * The broker lets the gateway write so many bytes a second (Kafka's client quota). It looks at the last
   * eleven seconds, so what comes after a pause is a burst and no capacity.
   */
  QUOTA("the broker's quota for the gateway, and no core of its own for anyone", 15),
  /** All share all cores: clients that offer more take it from the server. */
  NONE("none: all processes share all cores", 2);

  private final String words;
  private final int settleSeconds;

  Limit(String words, int settleSeconds) {
    this.words = words;
    this.settleSeconds = settleSeconds;
  }

  /** After which a load has the rate that it will keep. */
  long settleMillis() {
    return settleSeconds * 1000L;
  }

  String words() {
    return words;
  }
}
