/**
 * A published peer of the processor: Kafka Connect in standalone mode with Debezium's JDBC sink. Of ours are
 * only a transformation, which makes a row of a raw record, and the program around it; what is set, and why,
 * is in {@code worker.properties} and {@code sink.properties}.
 */
@NullMarked
package io.epro.bench.connect;

import org.jspecify.annotations.NullMarked;
