/**
 * Restarts of a group of processors under an open load: how long each partition stands still when they are
 * restarted one by one, and when one is killed.
 */
@NullMarked
package io.epro.bench.restarts;

import org.jspecify.annotations.NullMarked;
