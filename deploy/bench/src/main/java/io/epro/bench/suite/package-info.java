/**
 * The standing suite: every bench in short, several rounds, kept as history. A step is a bench with its arguments; its
 * figures over the rounds are series; a run is all of them; the next run is held against it.
 */
@NullMarked
package io.epro.bench.suite;

import org.jspecify.annotations.NullMarked;
