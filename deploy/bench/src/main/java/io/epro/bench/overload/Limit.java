package io.epro.bench.overload;

/** What makes the gateway's capacity small enough for clients on the same machine to offer a multiple. */
enum Limit {
  /** Gateway and broker share the first core, the clients have the second one to themselves. */
  CORE("gateway and broker on one core, the clients on another"),
  /** The broker lets the gateway write so many bytes a second (Kafka's client quota). */
  QUOTA("the broker's quota for the gateway, and no core of its own for anyone"),
  /** All share all cores: clients that offer more take it from the server. */
  NONE("none: all processes share all cores");

  private final String words;

  Limit(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
