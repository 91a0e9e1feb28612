package io.epro.bench.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A medication with what is known of its drug, as it is stored. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredMedication(String drugId, BigDecimal doseMg, boolean known, @Nullable String name,
    @Nullable String atc) {}
