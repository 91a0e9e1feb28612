package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;
import java.util.Set;

/**
 * A record of the topic of rejects.
 *
 * @param source as its headers say
 */
public record RejectedRecord(Coordinates source, String patientId, Set<String> codes,
    Digest digest) {}
