/**
 * How the dictionary gets from a sponsor's file into the topic {@code epro.drugs}, and from there into
 * every process: {@link io.epro.processor.drugs.DrugLoader} publishes, a Streams global store reads.
 */
@NullMarked
package io.epro.processor.drugs;

import org.jspecify.annotations.NullMarked;
