/** Tests of what can be wrong in an instrument. */
@NullMarked
package io.epro.bench.drain;

import org.jspecify.annotations.NullMarked;
