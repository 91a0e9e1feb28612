/**
 * Second chances for rejected records: {@link Redriver} publishes their raw bytes again, each at most once
 * for each rejection, whenever it is interrupted. What is rejected again is a new rejection that knows how
 * many chances it had.
 */
@NullMarked
package io.epro.processor.redrive;

import org.jspecify.annotations.NullMarked;
