package io.epro.gateway.receive;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks.
 *
 * @param wall for what is told to others
 * @param nano for what is measured, as {@link System#nanoTime()}
 */
public record Time(InstantSource wall, LongSupplier nano) {
  public static final Time SYSTEM = new Time(InstantSource.system(), System::nanoTime);
}
