/** That a regression is told from noise, and that runs are kept as they were. */
@NullMarked
package io.epro.bench.suite;

import org.jspecify.annotations.NullMarked;
