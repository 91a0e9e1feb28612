package io.epro.processor.drugs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** The drugs that a file has named so far, with their lines: at most {@value DrugFile#MAX_DRUGS}. */
final class SeenIds {
  private final PackedMap lines = new PackedMap();

  OptionalInt lineOf(String id) {
    byte[] line = lines.get(id);
    return line == null ? OptionalInt.empty() : OptionalInt.of(ByteBuffer.wrap(line).getInt());
  }

  /** @throws IOException when it is one too many */
  void add(String id, int line) throws IOException {
    if (lines.size() == DrugFile.MAX_DRUGS) {
      throw new IOException(
          ("has more than %,d drugs, from line %d on: split it, and load the parts"
              + " without --prune").formatted(DrugFile.MAX_DRUGS, line));
    }
    lines.put(id, ByteBuffer.allocate(Integer.BYTES).putInt(line).array());
  }
}
