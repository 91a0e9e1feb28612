package io.epro.processor.console;

import io.epro.processor.console.GroupView.Ends;
import io.epro.processor.console.GroupView.Member;
import io.epro.processor.console.TableView.Book;
import io.epro.processor.ledger.OutageException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of the whole at one moment. What does not answer is left out and named; the rest is shown.
 *
 * @param at epoch milliseconds
 * @param silent who does not answer, in words
 * @param tables null while the database does not answer
 * @param group its state; null while the brokers do not answer
 */
record Overview(long at, String pipeline, String topic, ProcessView.Self self,
    List<ProcessView.Bucket> latency, List<String> silent, TableView.@Nullable State tables,
    @Nullable String group, List<Partition> partitions, List<Member> members,
    List<Alert> alerts) {

  /**
   * A partition from both sides.
   *
   * @param book null before the pipeline has met its first record
   */
  record Partition(int partition, long begin, long end, long lag, @Nullable Book book,
      @Nullable String owner) {}

  /** Asks all three. */
  static Overview of(Console.Named named, Views views, InstantSource clock) {
    TableView tables = views.tables();
    GroupView group = views.group();
    var silent = new ArrayList<String>();
    // The topic first: what is written in between makes the books look ahead, never behind.
    Map<Integer, Ends> ends = or(Map.of(), group::ends, silent);
    List<Member> members = or(List.of(), group::members, silent);
    String state = or(null, group::groupState, silent);
    List<Book> books = or(List.of(), tables::books, silent);
    TableView.State database = or(null, tables::state, silent);
    var self = views.process().self();
    var alerts = new ArrayList<Alert>();
    silent.stream().distinct().forEach(words -> alerts
        .add(new Alert(Alert.Level.ACT, words, Alert.FAULTS)));
    if (database != null && state != null) {
      alerts.addAll(Alert.of(self, database, books, ends, members));
    }
    return new Overview(clock.millis(), named.pipeline(), named.topic(), self,
        views.process().latency(),
        List.copyOf(silent), database, state, partitions(ends, books, members), members, alerts);
  }

  private static <T extends @Nullable Object> T or(T otherwise, Supplier<T> question,
      List<String> silent) {
    try {
      return question.get();
    } catch (OutageException e) {
      silent.add(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private static List<Partition> partitions(Map<Integer, Ends> ends, List<Book> books,
      List<Member> members) {
    var owners = new TreeMap<Integer, String>();
    members.forEach(member -> member.partitions()
        .forEach(partition -> owners.put(partition, member.thread())));
    var byPartition = new TreeMap<Integer, Book>();
    books.forEach(book -> byPartition.put(book.partition(), book));
    var all = new ArrayList<Partition>();
    new TreeMap<>(ends).forEach((partition, range) -> {
      Book book = byPartition.get(partition);
      long next = book == null ? range.begin() : book.nextOffset();
      all.add(new Partition(partition, range.begin(), range.end(),
          Math.max(0, range.end() - next), book, owners.get(partition)));
    });
    return all;
  }
}
