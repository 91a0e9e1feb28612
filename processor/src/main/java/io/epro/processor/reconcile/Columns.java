package io.epro.processor.reconcile;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.sink.ReportEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a stored row say other than the record. Both stand in the form of binary COPY
 * (PostgreSQL documentation, "COPY"), so most columns are compared as bytes. What the dictionary added to
 * the medications is left out, since it may have said other things then: of a medication the drug's id and
 * the dose count, and of {@code unknown_drugs} that it fits the medications beside it. A row without a trace may
 * be of a build that kept none.
 */
final class Columns {
  private static final String[] NAMES = ReportEncoder.COLUMNS.split(", ", -1);
  private static final int MEDICATIONS = Arrays.asList(NAMES).indexOf("medications");
  private static final int UNKNOWN_DRUGS = Arrays.asList(NAMES).indexOf("unknown_drugs");
  private static final int TRACE_ID = Arrays.asList(NAMES).indexOf("trace_id");
  private static final int JSONB_VERSION_BYTES = 1;
  private static final ObjectMapper JSON = new ObjectMapper()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Columns() {}

  /** Names; empty when they say the same. */
  static List<String> differing(byte[] stored, byte[] expected) {
    var differing = new ArrayList<String>(0);
    var one = ByteBuffer.wrap(stored);
    var other = ByteBuffer.wrap(expected);
    one.getShort();
    other.getShort();
    @Nullable
    JsonNode medications = null;
    for (int column = 0; column < NAMES.length; column++) {
      @Nullable
      ByteBuffer here = ReportEncoder.nextField(one);
      @Nullable
      ByteBuffer there = ReportEncoder.nextField(other);
      boolean same;
      if (column == MEDICATIONS) {
        medications = parsed(here);
        same = sameDrugsAndDoses(medications, parsed(there));
      } else if (column == UNKNOWN_DRUGS) {
        same = here != null && here.getShort(here.position()) == unknown(medications);
      } else if (column == TRACE_ID) {
        same = here == null || here.equals(there);
      } else {
        same = here == null ? there == null : here.equals(there);
      }
      if (!same) {
        differing.add(NAMES[column]);
      }
    }
    return differing;
  }

  private static @Nullable JsonNode parsed(@Nullable ByteBuffer jsonb) {
    if (jsonb == null) {
      return null;
    }
    try {
      return JSON.readTree(jsonb.array(),
          jsonb.arrayOffset() + jsonb.position() + JSONB_VERSION_BYTES,
          jsonb.remaining() - JSONB_VERSION_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("Postgres and our encoder give JSON", e);
    }
  }

  private static boolean sameDrugsAndDoses(@Nullable JsonNode stored, @Nullable JsonNode expected) {
    if (stored == null || expected == null) {
      return stored == null && expected == null;
    }
    if (!stored.isArray() || stored.size() != expected.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      var here = stored.path(i);
      var there = expected.path(i);
      if (!here.path("drugId").equals(there.path("drugId")) || !here.path("doseMg").isNumber()
          || here.path("doseMg").decimalValue()
              .compareTo(there.path("doseMg").decimalValue()) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int unknown(@Nullable JsonNode medications) {
    int unknown = 0;
    if (medications != null) {
      for (var medication : medications) {
        unknown += medication.path("known").asBoolean() ? 0 : 1;
      }
    }
    return unknown;
  }
}
