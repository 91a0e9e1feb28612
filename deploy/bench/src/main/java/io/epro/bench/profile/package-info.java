/** What taking a profile costs the program that is profiled. */
@NullMarked
package io.epro.bench.profile;

import org.jspecify.annotations.NullMarked;
