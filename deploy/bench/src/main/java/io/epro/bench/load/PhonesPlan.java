package io.epro.bench.load;

/**
 * Phones that all want to send at the same moment.
 *
 * @param first number of the first one's first report
 * @param each reports of each, which it sends one after the other over one connection
 * @param mostOpen connections that the clients' process opens at once; a phone beyond waits for another
 *     one to be done, and that is told
 * @param limitMillis after which those that are not served are given up
 */
public record PhonesPlan(int port, long first, int phones, int each, int mostOpen,
    long limitMillis) {}
