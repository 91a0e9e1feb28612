package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;

/** A record of the raw topic. */
public record RawRecord(Coordinates at, String patientId, Digest digest) {}
