/**
 * How long a report takes from its acceptance until another connection to the database can read it, while
 * reports come at a share of the rate that the processors can drain. Over minutes it is a soak: the pauses
 * of the processors' JVMs are told with it.
 */
@NullMarked
package io.epro.bench.latency;

import org.jspecify.annotations.NullMarked;
