/** What holds for the processor as a whole: its stages' boundaries and its documentation. */
@NullMarked
package io.epro.processor;

import org.jspecify.annotations.NullMarked;
