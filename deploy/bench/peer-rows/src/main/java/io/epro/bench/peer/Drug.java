package io.epro.bench.peer;

/** What the dictionary knows of a drug. */
record Drug(String name, String atc) {}
