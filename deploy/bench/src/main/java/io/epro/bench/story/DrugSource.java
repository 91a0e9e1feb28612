package io.epro.bench.story;

/** Where the dictionary really is. Thread-safe. */
@FunctionalInterface
interface DrugSource { DrugInfo load(String drugId); }
