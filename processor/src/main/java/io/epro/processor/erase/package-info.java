/**
 * Patients who are to be forgotten. The register knows them by a keyed hash; the pipeline and every replay
 * count their records as erased and keep nothing of them. {@link Eraser} puts a patient into the register and
 * deletes what is there, in this order, so that nothing slips in between.
 */
@NullMarked
package io.epro.processor.erase;

import org.jspecify.annotations.NullMarked;
