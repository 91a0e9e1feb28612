package io.epro.bench.restarts;

import java.util.List;

/**
 * One group's way through all phases.
 *
 * @param broker "tuned" or "untuned"
 * @param stored rows, which are all reports that were sent
 */
record Trial(String protocol, String broker, List<Phase> phases, long stored) {}
