package io.epro.bench.drain;

import java.nio.file.Path;

/**
 * A backlog in a topic of its own.
 *
 * @param hot percent of it that one patient reports
 * @param encoded directory of the same as rows, for {@link BareCopy}
 */
record Workload(double hot, String topic, Backlog backlog, Path encoded) {}
