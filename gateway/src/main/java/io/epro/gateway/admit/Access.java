package io.epro.gateway.admit;

/** Says who sends a request, before a byte of its body is read. Thread-safe, never blocks. */
@FunctionalInterface
public interface Access {

  /**
   * Whose request it is. What the sender may report is then a matter of {@link Sender#mayReportFor},
   * once the report's patient is known.
   */
  Finding identify(Credential credential);

  /** Everyone may report for everyone: only for a gateway that nobody else can reach. */
  static Access open() {
    return credential -> Sender.ANYONE;
  }
}
