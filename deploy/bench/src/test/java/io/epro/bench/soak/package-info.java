/** That whatever is lost, doubled or growing is noticed. */
@NullMarked
package io.epro.bench.soak;

import org.jspecify.annotations.NullMarked;
