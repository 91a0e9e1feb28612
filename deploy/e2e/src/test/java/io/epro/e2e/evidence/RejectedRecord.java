package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;
import java.util.Optional;
import java.util.Set;

/**
 * A record of the topic of rejects.
 *
 * @param source as its headers say
 * @param digest absent where the record says that it is without its value, which is too large for the topic
 */
public record RejectedRecord(Coordinates source, String patientId, Set<String> codes,
    Optional<Digest> digest) {}
