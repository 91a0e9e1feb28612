/**
 * Whether a request may come in: is there room for it within the bounds, and may its sender report
 * for this patient? Knows no HTTP and no Kafka.
 */
@NullMarked
package io.epro.gateway.admit;

import org.jspecify.annotations.NullMarked;
