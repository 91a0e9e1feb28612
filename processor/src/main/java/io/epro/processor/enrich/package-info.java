/** Adds what the drug dictionary knows to a valid report. No Kafka, no database. */
@NullMarked
package io.epro.processor.enrich;

import org.jspecify.annotations.NullMarked;
