package io.epro.bench.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.processor.sink.CopyBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class RecastTest {
  @Test
  void jsonbLosesItsVersionAndNothingElseChanges() {
    var rows = rows(row("P-1", "{a}", "\1[1]"), row("P-2", null, null));

    assertThat(read(Recast.MEDICATIONS_AS_TEXT.of(rows)))
        .containsExactly(row("P-1", "{a}", "[1]"), row("P-2", null, null));
  }

  @Test
  void aFieldBecomesNull() {
    var rows = rows(row("P-1", "{a}", "\1[1]"), row("P-2", "{}", "\1[]"));

    assertThat(read(Recast.SYMPTOMS_NULL.of(rows.duplicate())))
        .containsExactly(row("P-1", null, "\1[1]"), row("P-2", null, "\1[]"));
    assertThat(read(Recast.MEDICATIONS_NULL.of(rows)))
        .containsExactly(row("P-1", "{a}", null), row("P-2", "{}", null));
  }

  @Test
  void rowsAreSortedByPatientAndKeepTheirOrderWithinOne() {
    var rows = rows(row("P-2", "{a}", null), row("P-10", "{b}", null), row("P-2", "{c}", null));

    assertThat(read(Recast.SORTED_BY_PATIENT.of(rows))).containsExactly(row("P-10", "{b}", null),
        row("P-2", "{a}", null), row("P-2", "{c}", null));
  }

  /** The fields that matter, in the places that they have in a report's row. */
  private record Fields(String patient, @Nullable String symptoms, @Nullable String medications) {}

  private static Fields row(String patient, @Nullable String symptoms,
      @Nullable String medications) {
    return new Fields(patient, symptoms, medications);
  }

  private static ByteBuffer rows(Fields... rows) {
    var to = new CopyBuffer(1024);
    for (var row : rows) {
      to.startRow(9);
      to.bytesField(row.patient.getBytes(UTF_8));
      for (int i = 1; i <= 5; i++) {
        to.intField(i);
      }
      text(row.symptoms, to);
      text(row.medications, to);
      to.intField(7);
    }
    return ByteBuffer.wrap(to.array(), 0, to.size());
  }

  private static void text(@Nullable String text, CopyBuffer to) {
    if (text == null) {
      to.nullField();
    } else {
      to.bytesField(text.getBytes(UTF_8));
    }
  }

  private static List<Fields> read(ByteBuffer rows) {
    var all = new ArrayList<Fields>();
    while (rows.hasRemaining()) {
      assertThat(rows.getShort()).isEqualTo((short) 9);
      var fields = new ArrayList<@Nullable String>();
      for (int i = 0; i < 9; i++) {
        int length = rows.getInt();
        if (length < 0) {
          fields.add(null);
        } else {
          var bytes = new byte[length];
          rows.get(bytes);
          fields.add(new String(bytes, UTF_8));
        }
      }
      all.add(new Fields(String.valueOf(fields.get(0)), fields.get(6), fields.get(7)));
    }
    return all;
  }
}
