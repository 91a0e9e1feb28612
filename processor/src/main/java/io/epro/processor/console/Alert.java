package io.epro.processor.console;

import io.epro.processor.console.GroupView.Ends;
import io.epro.processor.console.GroupView.Member;
import io.epro.processor.console.TableView.Book;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that an operator should look at.
 *
 * @param help where it stands what to do: a document and its heading
 */
record Alert(Level level, String text, String help) {

  static final String FAULTS = "docs/operations.md, Faults";
  private static final String REJECTED = "docs/data-team.md, Rejected reports";

  /** How urgent it is. */
  enum Level {
    /** Reports do not get on, or something does not fit. */
    ACT,
    /** It works, and would be better looked at. */
    LOOK
  }

  /** All that the three views give reason for, the most urgent first. */
  static List<Alert> of(ProcessView.Self self, TableView.State tables, List<Book> books,
      Map<Integer, Ends> ends, List<Member> members) {
    var alerts = new ArrayList<Alert>();
    self.reasons().forEach(reason -> alerts.add(act("This instance is not ready: " + reason,
        FAULTS)));
    books.stream().filter(book -> !book.addsUp()).forEach(book -> alerts.add(act(
        "The books of partition " + book.partition() + " do not add up: run reconcile",
        FAULTS)));
    if (tables.lost() > 0) {
      alerts.add(act(grouped(tables.lost())
          + " offsets were deleted from the topic before they were read", FAULTS));
    }
    var owned = new HashSet<Integer>();
    members.forEach(member -> owned.addAll(member.partitions()));
    long orphans = ends.keySet().stream().filter(partition -> !owned.contains(partition)).count();
    if (orphans > 0) {
      alerts.add(act(orphans + " partitions have no owner", FAULTS));
    }
    if (tables.standby()) {
      alerts.add(act("The database only reads: it is a standby", FAULTS));
    }
    if (tables.openRejections() > 0) {
      alerts.add(new Alert(Level.LOOK, (tables.openRejections() > TableView.COUNTED_TO
          ? "More than " + grouped(TableView.COUNTED_TO) : grouped(tables.openRejections()))
          + " rejections are open", REJECTED));
    }
    return alerts;
  }

  private static Alert act(String text, String help) {
    return new Alert(Level.ACT, text, help);
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
