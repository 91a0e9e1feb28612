/**
 * What the process spends its time, memory and waiting on: a few seconds of Flight Recorder, as a flame
 * graph or in another tool's format. Knows no HTTP; {@code io.epro.observe} has the URL.
 *
 * <p>A recording of the JVM can hold system properties, the environment, exception messages, file and
 * host names. So only the events of {@link io.epro.profile.Source} pass, and of those no more leaves the
 * process than stacks, class names, durations and sizes (in format {@code jfr} the threads' names, too),
 * whatever else another recording of the same JVM has switched on.
 */
@NullMarked
package io.epro.profile;

import org.jspecify.annotations.NullMarked;
