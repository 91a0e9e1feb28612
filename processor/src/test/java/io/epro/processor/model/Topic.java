package io.epro.processor.model;

import io.epro.processor.model.SimLog.Entry;
import io.epro.processor.model.SimLog.Kind;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SinkInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes topics: reports, some of them the same ones again, rejections, and offsets without a record. */
final class Topic {
  private static final int MAX_LENGTH = 10;
  private static final int[] PARTITIONS = {1, 2, 3, 2, 3};
  /** An identity of the other patient. */
  private static final String TWICE = "twice";
  private static final Map<String, Entry> MADE = new ConcurrentHashMap<>();

  private Topic() {}

  static SimLog make(Choices choices) {
    var partitions = new ArrayList<List<Entry>>();
    int count = PARTITIONS[choices.below(PARTITIONS.length)];
    int variety = choices.below(3);
    for (int p = 0; p < count; p++) {
      int length = 1 + choices.below(MAX_LENGTH);
      var entries = new ArrayList<Entry>();
      for (int offset = 0; offset < length; offset++) {
        entries.add(switch (variety) {
          case 0 -> report(p, offset, "", "");
          case 1 -> entry(choices, p, offset);
          default -> report(p, offset, choices.oneIn(3) ? "" : identity(choices), "one");
        });
      }
      partitions.add(entries);
    }
    var log = new SimLog(partitions);
    for (int p = 0; p < count; p++) {
      log.arrive(p, 1 + choices.below(MAX_LENGTH / 2));
    }
    return log;
  }

  private static Entry entry(Choices choices, int partition, int offset) {
    return switch (choices.below(10)) {
      case 4, 5 -> new Entry.Nothing();
      case 6 -> made("invalid", partition, offset,
          () -> new Entry.Raw(SinkInputs.rejection(partition, offset,
              offset % 2 == 0 ? SinkInputs.PATIENT : SinkInputs.OTHER_PATIENT), Kind.INVALID));
      case 7 -> report(partition, offset, identity(choices), "one");
      case 8 -> report(partition, offset, identity(choices), choices.oneIn(2) ? "two" : "one");
      case 9 -> made("unstorable", partition, offset,
          () -> new Entry.Raw(SinkInputs.unstorable(partition, offset), Kind.UNSTORABLE));
      default -> report(partition, offset, "", "");
    };
  }

  private static String identity(Choices choices) {
    return choices.oneIn(2) ? "again" : TWICE;
  }

  private static Entry report(int partition, int offset, String identity, String content) {
    return made(identity + content, partition, offset, () -> {
      boolean others = identity.isEmpty() ? offset % 2 == 1 : identity.equals(TWICE);
      String id = identity.isEmpty() ? "report " + partition + "/" + offset : identity;
      String body = identity.isEmpty() ? "content " + offset : content;
      Row row = others ? SinkInputs.rowOfOther(partition, offset, id, body)
          : SinkInputs.row(partition, offset, id, body);
      return new Entry.Raw(row, Kind.REPORT);
    });
  }

  private static Entry made(String what, int partition, int offset,
      java.util.function.Supplier<Entry> maker) {
    return MADE.computeIfAbsent(what + partition + "/" + offset, _ -> maker.get());
  }
}
