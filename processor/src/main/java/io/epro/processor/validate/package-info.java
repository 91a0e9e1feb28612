/** Judges a report: bytes in, a {@link io.epro.processor.validate.Verdict} out. No Kafka, no database. */
@NullMarked
package io.epro.processor.validate;

import org.jspecify.annotations.NullMarked;
