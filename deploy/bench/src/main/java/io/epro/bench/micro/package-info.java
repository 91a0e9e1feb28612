/** JMH benchmarks of the hot paths: {@code deploy/bench/jmh [REGEX]}. */
@NullMarked
package io.epro.bench.micro;

import org.jspecify.annotations.NullMarked;
