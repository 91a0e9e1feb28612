package io.epro.bench.drugsload;

/**
 * One run of the tool.
 *
 * @param what it had to do
 * @param seconds with the start of its JVM
 * @param heapMib the most that a collection left
 */
record LoadStep(String what, double seconds, int heapMib) {}
