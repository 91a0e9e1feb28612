/** Reports to measure with: made of a seed, all different, all valid. */
@NullMarked
package io.epro.bench.sample;

import org.jspecify.annotations.NullMarked;
