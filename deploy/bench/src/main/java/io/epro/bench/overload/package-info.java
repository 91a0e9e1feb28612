/**
 * More than the gateway can take: several times its peak as a schedule, then a burst of phones that all
 * want to send at once. What is looked at is what it still achieves, how it refuses, and whether it stays
 * the size that it was.
 */
@NullMarked
package io.epro.bench.overload;

import org.jspecify.annotations.NullMarked;
