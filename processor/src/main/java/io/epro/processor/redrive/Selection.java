package io.epro.processor.redrive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the open rejections; what is null or empty does not narrow it.
 *
 * @param codes one of them among its reasons
 * @param since rejected then or later
 * @param until rejected before then: what is rejected while a tool is at work must not be met by it
 */
public record Selection(List<String> codes, @Nullable Instant since, Instant until,
    @Nullable String patientId, @Nullable Integer partition) {

  public Selection {
    codes = List.copyOf(codes);
  }

  @Override
  public String toString() {
    return "Selection[codes=" + codes + ", since=" + since + ", until=" + until + ", partition="
        + partition + "]";
  }
}
