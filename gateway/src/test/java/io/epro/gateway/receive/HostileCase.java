package io.epro.gateway.receive;

import java.util.List;

/**
 * One bad client of the corpus: what it does, and what it must get.
 *
 * @param answers in their order, interim ones left out
 * @param closed the server ends the connection then; otherwise a good report on it is accepted
 */
record HostileCase(String name, List<Step> steps, List<Answer> answers, boolean closed) {

  /** What a client does. */
  sealed interface Step {
    record Send(byte[] bytes) implements Step {}

    /** Does nothing, unless the server closes the connection meanwhile. */
    record Pause(int millis) implements Step {}

    /** Says that nothing more will come, and goes on reading. */
    record HalfClose() implements Step {}

    /** Goes away without a word. */
    record Reset() implements Step {}
  }

  /**
   * @param codes of the problem, or of each line of a batch; {@code queued} is one; empty for 202
   */
  record Answer(int status, List<String> codes) {}

  /** Reports that are published, one for each that is told so. */
  int queued() {
    int own = answers.stream().mapToInt(answer -> answer.status() == 202
        ? Math.max(1, answer.codes().size())
        : Math.toIntExact(answer.codes().stream().filter("queued"::equals).count())).sum();
    return own + (closed ? 0 : 1);
  }
}
