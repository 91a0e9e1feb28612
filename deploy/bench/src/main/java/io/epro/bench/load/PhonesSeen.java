package io.epro.bench.load;

import java.util.Map;

/**
 * What the phones saw.
 *
 * @param servedMillis when the last of so many percent had their 202 (50, 90, 99, 100), after the moment
 *     at which all began; of those who were served
 * @param servedBy phones served within so many seconds
 * @param attempts phones by the number of their attempts, served or not
 * @param others answers other than 202, by status
 * @param withoutRetryAfter those of them without Retry-After
 * @param broken attempts that got no answer: refused, closed, or silent for too long
 * @param mostOpen connections at once
 * @param heldBack whether any phone had to wait for one of the clients' own connections
 */
public record PhonesSeen(int phones, int served, Map<Integer, Long> servedMillis,
    Map<Integer, Integer> servedBy, Map<Integer, Integer> attempts, Map<Integer, Long> others,
    long withoutRetryAfter, long broken, int mostOpen, boolean heldBack) {}
