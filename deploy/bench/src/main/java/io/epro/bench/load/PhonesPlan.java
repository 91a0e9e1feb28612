package io.epro.bench.load;

/**
 * Phones that all have one report to send at the same moment.
 *
 * @param first number of the first one's report
 * @param mostOpen connections that the clients' process opens at once; a phone beyond waits for another
 *     one to be done, and that is told
 * @param limitMillis after which those that are not served are given up
 */
public record PhonesPlan(int port, long first, int phones, int mostOpen, long limitMillis) {}
