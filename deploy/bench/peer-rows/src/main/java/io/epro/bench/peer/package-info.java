/**
 * What the published peers have in common, as a team would write it: a record of the raw topic, bound with
 * databind, checked and enriched, as a row of {@code epro.report}. Knows neither Kafka nor JDBC, of which
 * each peer has its own version.
 */
@NullMarked
package io.epro.bench.peer;

import org.jspecify.annotations.NullMarked;
