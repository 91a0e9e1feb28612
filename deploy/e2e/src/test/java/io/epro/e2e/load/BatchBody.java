package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What a batch looks like on the wire: reports with a key in their envelopes, the others bare. */
final class BatchBody {
  private BatchBody() {}

  static byte[] of(List<Sample> samples) {
    var lines = new StringBuilder();
    samples.forEach(sample -> lines.append(line(sample)).append('\n'));
    return lines.toString().getBytes(UTF_8);
  }

  private static String line(Sample sample) {
    var report = new String(sample.body(), UTF_8);
    return sample.key()
        .map(key -> "{\"idempotencyKey\":\"" + key + "\",\"report\":" + report + "}")
        .orElse(report);
  }
}
