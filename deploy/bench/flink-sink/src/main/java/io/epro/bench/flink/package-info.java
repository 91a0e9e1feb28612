/**
 * A published peer of the processor: a DataStream job of Apache Flink in a local cluster in its own process,
 * from Flink's Kafka source to its JDBC sink. Offsets are committed with checkpoints, each of which flushes
 * the sink first: at least once, and a row that is there already is left as it is.
 */
@NullMarked
package io.epro.bench.flink;

import org.jspecify.annotations.NullMarked;
