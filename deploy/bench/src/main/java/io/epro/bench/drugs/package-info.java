/** {@code deploy/bench/drugs}: the drug store beside what would be taken in its place. */
@NullMarked
package io.epro.bench.drugs;

import org.jspecify.annotations.NullMarked;
