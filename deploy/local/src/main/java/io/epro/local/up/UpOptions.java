package io.epro.local.up;

import io.epro.local.system.SystemPlan;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run of {@code up} is to do.
 *
 * @param reportsPerSecond mean of the simulated traffic; absent without traffic
 * @param limit when to end by itself, counted from when everything runs
 */
public record UpOptions(SystemPlan plan, int processors, Optional<Double> reportsPerSecond,
    Optional<Duration> limit, boolean restarts) {}
