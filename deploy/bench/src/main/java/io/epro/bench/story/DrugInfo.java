package io.epro.bench.story;

/**
 * What is known of a drug.
 *
 * @param known whether the dictionary has it; name and code are empty otherwise
 * @param json its fields in a stored medication, without braces
 * @param loadedAt {@link System#nanoTime()}
 */
record DrugInfo(boolean known, String name, String atc, String json, long loadedAt) {}
