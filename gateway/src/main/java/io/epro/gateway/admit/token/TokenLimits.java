package io.epro.gateway.admit.token;

import java.time.Duration;

/**
 * What tokens may take.
 *
 * @param maxLength of one, in characters
 * @param threads that check signatures
 * @param maxWaiting tokens that wait for such a thread, and as many that wait for their key
 * @param cached tokens that are known to be good
 * @param cachedFor at most
 */
public record TokenLimits(int maxLength, int threads, int maxWaiting, int cached,
    Duration cachedFor) {}
