@NullMarked
package io.epro.bench.start;

import org.jspecify.annotations.NullMarked;
