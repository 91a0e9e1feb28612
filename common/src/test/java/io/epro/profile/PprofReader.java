package io.epro.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads a gzipped {@code profile.proto} by the published numbers, apart from what writes it. */
record PprofReader(List<String> sampleTypes, Map<List<String>, Long> samples, long durationNanos) {

  static PprofReader read(Path file) throws IOException {
    byte[] bytes;
    try (var zip = new GZIPInputStream(Files.newInputStream(file))) {
      bytes = zip.readAllBytes();
    }
    var profile = fields(ByteBuffer.wrap(bytes));
    var strings = values(profile, 6).stream()
        .map(text -> StandardCharsets.UTF_8.decode(((ByteBuffer) text).duplicate()).toString())
        .toList();
    var functions = new HashMap<Long, String>();
    for (var function : messages(profile, 5)) {
      functions.put(number(function, 1), strings.get((int) number(function, 2)));
    }
    var locations = new HashMap<Long, String>();
    for (var location : messages(profile, 4)) {
      locations.put(number(location, 1),
          functions.get(number(messages(location, 4).getFirst(), 1)));
    }
    var samples = new HashMap<List<String>, Long>();
    for (var sample : messages(profile, 2)) {
      samples.put(values(sample, 1).stream().map(locations::get).toList(), number(sample, 2));
    }
    var types = messages(profile, 1).stream()
        .map(type -> strings.get((int) number(type, 1)) + "/" + strings.get((int) number(type, 2)))
        .toList();
    return new PprofReader(types, samples, number(profile, 10));
  }

  long valueUnder(String function) {
    return samples.entrySet().stream().filter(sample -> sample.getKey().contains(function))
        .mapToLong(Map.Entry::getValue).sum();
  }

  private static List<Map<Integer, List<Object>>> messages(Map<Integer, List<Object>> in,
      int field) {
    return values(in, field).stream()
        .map(bytes -> fields(((ByteBuffer) bytes).duplicate())).toList();
  }

  private static List<Object> values(Map<Integer, List<Object>> in, int field) {
    return in.getOrDefault(field, List.of());
  }

  private static long number(Map<Integer, List<Object>> in, int field) {
    return (Long) values(in, field).getFirst();
  }

  private static Map<Integer, List<Object>> fields(ByteBuffer in) {
    var fields = new HashMap<Integer, List<Object>>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      Object value = switch ((int) (tag & 7)) {
        case 0 -> varint(in);
        case 2 -> {
          int length = (int) varint(in);
          var slice = in.slice(in.position(), length);
          in.position(in.position() + length);
          yield slice;
        }
        default -> throw new IllegalStateException("wire type " + (tag & 7));
      };
      fields.computeIfAbsent((int) (tag >>> 3), unknown -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0;; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
