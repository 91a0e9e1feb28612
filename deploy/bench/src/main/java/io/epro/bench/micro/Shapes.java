package io.epro.bench.micro;

import io.epro.bench.sample.Sample;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reports of other shapes than the sample's, of the same patient and time. */
final class Shapes {
  private static final int MOST = 64;

  private Shapes() {}

  /** As many symptoms and medications as the rules allow: 2 kB and more. */
  static byte[] full(Sample sample) {
    String symptoms = IntStream.range(0, MOST).mapToObj(i -> "\"symptom " + i + "\"")
        .collect(Collectors.joining(","));
    String medications = IntStream.range(0, MOST)
        .mapToObj(i -> "{\"drugId\":\"N02BE01\",\"doseMg\":" + (i + 1) + "}")
        .collect(Collectors.joining(","));
    return body(sample, ",\"symptoms\":[" + symptoms + "],\"medications\":[" + medications + "]");
  }

  static byte[] escaped(Sample sample) {
    return body(sample, ",\"symptoms\":[\"felt \\\"odd\\\"\"],\"medications\":["
        + "{\"drugId\":\"N02BE01\",\"doseMg\":500}]");
  }

  private static byte[] body(Sample sample, String lists) {
    return ("{\"patientId\":\"" + sample.patientId() + "\",\"timestamp\":" + sample.timestamp()
        + ",\"vitals\":{\"heartRate\":72,\"temp\":36.6}" + lists + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
