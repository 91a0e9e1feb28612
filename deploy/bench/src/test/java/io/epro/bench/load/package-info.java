/** Tests of what can be wrong in an instrument. */
@NullMarked
package io.epro.bench.load;

import org.jspecify.annotations.NullMarked;
