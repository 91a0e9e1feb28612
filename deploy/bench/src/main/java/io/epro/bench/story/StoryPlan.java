package io.epro.bench.story;

import java.nio.file.Path;

/**
 * The load that all stages get.
 *
 * @param perSecond reports of the steady stream
 * @param phones that send at once, {@code each} so many reports
 * @param killAt rows of the second burst after which the stage is killed
 * @param out for profiles
 */
record StoryPlan(double perSecond, long warmUpMillis, long windowMillis, int phones, int each,
    int killAt,
    Path out) {}
