package io.epro.processor.sink;

import io.epro.processor.enrich.EnrichedReport;
import java.util.UUID;

/** A valid report with its id, ready to be stored. */
public record Row(SourceRecord source, UUID reportId, EnrichedReport enriched)
    implements
    SinkInput {}
