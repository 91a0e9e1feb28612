/**
 * What each safeguard of the sink costs: the same backlog through the whole pipeline, and through
 * pipelines that lack one of them. These are put together here, from the parts that production runs and
 * ports that do nothing, so that production itself has no switch to turn a safeguard off.
 *
 * <p>And what records cost that cannot become rows ({@link io.epro.bench.safeguards.PoisonCommand}).
 */
@NullMarked
package io.epro.bench.safeguards;

import org.jspecify.annotations.NullMarked;
