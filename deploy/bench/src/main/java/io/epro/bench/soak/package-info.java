/**
 * A soak: the whole system at a share of its capacity for a long time, with programs killed and frozen
 * meanwhile. Afterwards every acknowledged report must be accounted for, and nothing may have grown.
 */
@NullMarked
package io.epro.bench.soak;

import org.jspecify.annotations.NullMarked;
