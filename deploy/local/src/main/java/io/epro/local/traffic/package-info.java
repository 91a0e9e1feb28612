/**
 * Simulated patients: who they are, what they report and when, and a client that sends it as a phone
 * does, again and again until it is acknowledged. Reproducible from a seed but for the times.
 */
@NullMarked
package io.epro.local.traffic;

import org.jspecify.annotations.NullMarked;
