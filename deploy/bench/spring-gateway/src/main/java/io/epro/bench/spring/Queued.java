package io.epro.bench.spring;

import java.util.UUID;

/** The answer. */
record Queued(String status, UUID reportId, String sha256) {}
