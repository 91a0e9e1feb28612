package io.epro.bench.story;

/** What is done with a report that was accepted. */
@FunctionalInterface
interface Work {
  /** Never throws: nobody is there any more who could be told. */
  void process(byte[] body);
}
