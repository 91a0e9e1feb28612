/** Tests of the bench of keys and indexes. */
@NullMarked
package io.epro.bench.keys;

import org.jspecify.annotations.NullMarked;
