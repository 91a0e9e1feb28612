/** The dictionary's way from a file to the table, in parts and against a real broker. */
@NullMarked
package io.epro.processor.drugs;

import org.jspecify.annotations.NullMarked;
