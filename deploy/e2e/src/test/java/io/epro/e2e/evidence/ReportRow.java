package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;
import java.util.UUID;

/**
 * A row of {@code report}.
 *
 * @param storedAt microseconds since the epoch, as exact as Postgres has it
 */
public record ReportRow(String patientId, UUID reportId, Coordinates source, long storedAt,
    Digest digest) {}
