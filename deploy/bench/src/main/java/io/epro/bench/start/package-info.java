/**
 * Starting and stopping the processor: how long until it works, what the JVM spends on warming up, and how
 * long until it is gone, with other JVM options and archives of classes.
 */
@NullMarked
package io.epro.bench.start;

import org.jspecify.annotations.NullMarked;
