package io.epro.bench.story;

import java.nio.file.Path;

/**
 * The load that all stages get.
 *
 * @param perSecond reports of the steady stream
 * @param burst phones that send at once
 * @param killAt rows of the second burst after which the stage is killed
 * @param out for profiles
 */
record StoryPlan(double perSecond, long warmUpMillis, long windowMillis, int burst, int killAt,
    Path out) {}
