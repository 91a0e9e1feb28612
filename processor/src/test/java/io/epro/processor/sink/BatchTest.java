package io.epro.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.processor.ledger.Advance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final InternalErrors errors = new InternalErrors(metrics, () -> 0);

  /** What a task may put into the batch of its thread. */
  enum Kind {
    GOOD, RETRY, UNENCODABLE, REJECTED
  }

  @Property(tries = 500)
  void rowsThatCannotBeEncodedLeaveNoByteBehind(@ForAll("kinds") List<Kind> kinds) {
    var batch = batch();
    var without = batch();
    var refused = new ArrayList<Long>();
    for (int offset = 0; offset < kinds.size(); offset++) {
      switch (kinds.get(offset)) {
        case GOOD -> addToBoth(SinkInputs.row(0, offset), batch, without);
        case RETRY -> addToBoth(SinkInputs.row(0, offset, "retry", "same"), batch, without);
        case REJECTED -> {
          batch.add(SinkInputs.rejection(0, offset), 0);
          refused.add((long) offset);
        }
        case UNENCODABLE -> {
          batch.add(SinkInputs.unencodable(0, offset), 0);
          refused.add((long) offset);
        }
      }
    }
    assertThat(bytes(batch.fresh())).isEqualTo(bytes(without.fresh()));
    assertThat(bytes(batch.suspects())).isEqualTo(bytes(without.suspects()));
    assertThat(batch.rejections()).extracting(Rejection::offset).isEqualTo(refused);
    assertThat(batch.records()).isEqualTo(kinds.size());
    assertThat(batch.advances()).extracting(Advance::next, Advance::skipped)
        .containsExactly(org.assertj.core.groups.Tuple.tuple((long) kinds.size(), 0L));
  }

  @Property(tries = 500)
  void aBufferThatWasCutBackIsAsIfTheRestWasNeverPut(@ForAll byte[] kept, @ForAll byte[] takenBack,
      @ForAll byte[] after, @ForAll @IntRange(min = 1, max = 32) int capacity) {
    var buffer = new CopyBuffer(capacity);
    buffer.bytesField(kept);
    int size = buffer.size();
    int mark = buffer.startField();
    buffer.putBytes(takenBack);
    buffer.endField(mark);
    buffer.truncate(size);
    buffer.bytesField(after);
    var expected = new CopyBuffer(1);
    expected.bytesField(kept);
    expected.bytesField(after);
    assertThat(Arrays.copyOf(buffer.array(), buffer.size()))
        .isEqualTo(Arrays.copyOf(expected.array(), expected.size()));
  }

  @Test
  void aRowThatCannotBeEncodedIsRejectedAsOurOwnErrorAndCounted() {
    var batch = batch();
    batch.add(SinkInputs.unencodable(0, 7), 7);
    assertThat(batch.rejections()).singleElement().satisfies(rejection -> {
      assertThat(rejection.reasons()).singleElement()
          .extracting(reason -> reason.code().code()).isEqualTo("internal_error");
      assertThat(rejection.source().value()).isNotNull();
    });
    assertThat(metrics.counter("epro.processor.internal.errors", "stage", "encode").count())
        .isEqualTo(1);
  }

  @Provide
  Arbitrary<List<Kind>> kinds() {
    return Arbitraries.of(Kind.class).list().ofMinSize(1).ofMaxSize(600);
  }

  private Batch batch() {
    return new Batch(1 << 16, new Suspicion(1024), errors);
  }

  private static void addToBoth(Row row, Batch... batches) {
    for (Batch batch : batches) {
      batch.add(row, 0);
    }
  }

  private static List<List<Byte>> bytes(EncodedRows rows) {
    var all = new ArrayList<List<Byte>>();
    for (int row = 0; row < rows.size(); row++) {
      var one = new ArrayList<Byte>();
      for (int i = rows.startOf(row); i < rows.startOf(row + 1); i++) {
        one.add(rows.array()[i]);
      }
      all.add(one);
    }
    return all;
  }
}
