package io.epro.bench.spring.consumer;

/** What the dictionary knows of a drug. */
record Drug(String name, String atc) {}
