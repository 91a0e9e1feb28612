package io.epro.bench.soak;

import java.util.Optional;

/**
 * A process of the system as it runs now.
 *
 * @param life how often it was started, from 1
 * @param since when it was started, in seconds since the load began
 * @param admin address of its admin port, where it is one of ours
 */
record Part(String name, long pid, int life, double since, Optional<String> admin) {}
