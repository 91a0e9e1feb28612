@NullMarked
package io.epro.bench.story;

import org.jspecify.annotations.NullMarked;
