package io.epro.bench.soak;

/** Something that must hold, and what was found. */
record Check(String what, boolean holds, String found) {
  String inWords() {
    return (holds ? "  ok    " : "  FAIL  ") + what + ": " + found;
  }
}
