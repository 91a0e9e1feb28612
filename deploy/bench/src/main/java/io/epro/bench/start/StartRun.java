package io.epro.bench.start;

/**
 * One start and one stop in each of two states. Times are seconds from the start of the process, CPU is
 * seconds until then.
 *
 * @param stored the first reports of a waiting backlog are visible
 * @param storedCpu what the process had used by then
 * @param ready its admin port says that it works
 * @param all so many reports are stored; {@code cpu} is what the process used for them and its start,
 *     {@code compilers} and {@code collectors} the JVM's own part of it
 * @param pauses seconds for which the collector stopped everything, {@code longestPause} milliseconds
 * @param memoryMib resident by then
 * @param idleExit seconds from SIGTERM to the end, with nothing to do
 * @param loadedExit the same under load
 */
record StartRun(String variant, double stored, double storedCpu, double ready, double all,
    double cpu, double compilers, double collectors, double pauses, double longestPause,
    double memoryMib, double idleExit, double loadedExit) {}
