/**
 * The whole system, as child processes, through kills, restarts and outages. A scenario sends reports
 * while it breaks things; afterwards the evidence is gathered from broker and database, and each
 * guarantee is held against it. {@code -Depro.repeat=N} plays each scenario that knows both group
 * protocols N times under each.
 */
@NullMarked
package io.epro.e2e;

import org.jspecify.annotations.NullMarked;
