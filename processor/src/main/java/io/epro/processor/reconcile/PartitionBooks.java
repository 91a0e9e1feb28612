package io.epro.processor.reconcile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition: what the topic holds, what the books say, and how many rows there are.
 *
 * @param account null before the pipeline has met the partition's first record
 * @param lag offsets that wait to be processed
 * @param lost offsets that the books know as deleted unread
 * @param storedByOthers what other books say to have stored in the same table
 * @param reports rows of their table
 * @param rejections rows of theirs
 */
public record PartitionBooks(TopicRange topic, @Nullable Account account, long lag, long lost,
    long storedByOthers, long reports, long rejections) {

  public int partition() {
    return topic.partition();
  }

  /** Offsets that are lost: those in the books, and those that will be there with the next record. */
  public long allLost() {
    return lost + (account == null ? 0 : Math.max(0, topic.begin() - account.next()));
  }

  /** The first offset of the books that the topic still holds. */
  long from() {
    return account == null ? topic.end() : Math.max(account.first(), topic.begin());
  }

  /** How many offsets of the books the topic still holds. */
  long readable() {
    return account == null ? 0 : Math.max(0, Math.min(account.next(), topic.end()) - from());
  }

  List<Problem> problems(String topicId) {
    var problems = new ArrayList<Problem>();
    if (account != null) {
      if (!account.topicId().equals(topicId)) {
        problems.add(problem(ProblemKind.OTHER_TOPIC, "the books were kept for a topic with the id "
            + account.topicId() + ", which now has " + topicId + ": it was deleted and made anew"));
        return problems;
      }
      judge(account, problems);
    }
    long stored = storedByOthers + (account == null ? 0 : account.stored());
    if (reports != stored) {
      problems.add(problem(ProblemKind.REPORTS_DIFFER,
          differ("the table report has", reports, "row", "the books have stored", stored)));
    }
    long rejected = account == null ? 0 : account.rejected();
    if (rejections != rejected) {
      problems.add(problem(ProblemKind.REJECTIONS_DIFFER,
          differ("the table rejection has", rejections, "row", "the books have rejected",
              rejected)));
    }
    return problems;
  }

  private void judge(Account books, List<Problem> problems) {
    if (books.accounted() != books.passed()) {
      problems.add(problem(ProblemKind.BOOKS_DO_NOT_ADD_UP, "the ledger has passed "
          + books.passed() + " offsets and accounts for " + books.accounted()));
    }
    if (allLost() > 0) {
      problems.add(problem(ProblemKind.OFFSETS_LOST, "the topic deleted " + allLost()
          + " offsets before they were read (the table ledger_hole has those met so far)"));
    }
    if (books.next() > topic.end()) {
      problems.add(problem(ProblemKind.TOPIC_TOO_SHORT, "the books have read up to offset "
          + books.next() + ", but the topic ends at " + topic.end()));
    }
  }

  private static String differ(String table, long rows, String unit, String said, long expected) {
    long by = Math.abs(rows - expected);
    return table + " " + rows + " " + unit + (rows == 1 ? "" : "s") + ", " + said + " " + expected
        + ": " + by + (rows < expected ? " missing" : " too many");
  }

  Problem problem(ProblemKind kind, String words) {
    return new Problem(kind, partition(), words);
  }
}
