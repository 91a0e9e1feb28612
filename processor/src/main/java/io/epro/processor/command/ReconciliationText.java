package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.reconcile.Account;
import io.epro.processor.reconcile.Compared;
import io.epro.processor.reconcile.PartitionBooks;
import io.epro.processor.reconcile.Reconciliation;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A reconciliation for people. */
final class ReconciliationText {
  private static final List<String> HEADINGS = List.of("partition", "first", "next", "stored",
      "duplicate", "rejected", "erased", "skipped", "lag", "lost", "reports", "rejections");

  private ReconciliationText() {}

  static String of(ProcessorSettings settings, Reconciliation result) {
    var table = new TextTable(HEADINGS);
    result.partitions().forEach(books -> table.row(partition(books)));
    table.row(total(result));
    var text = new StringBuilder("Pipeline " + settings.pipeline() + ", topic "
        + settings.topics().raw() + ", schema " + settings.postgres().schema() + "\n\n" + table);
    if (!result.rejectionsByCode().isEmpty()) {
      text.append("\nRejected for ")
          .append(new TreeMap<>(result.rejectionsByCode()).entrySet().stream()
              .map(code -> code.getKey() + " " + Words.grouped(code.getValue()))
              .collect(Collectors.joining(", ")))
          .append('\n');
    }
    var compared = result.compared();
    if (compared != null) {
      text.append('\n').append(words(compared)).append('\n');
    }
    return text.append('\n').append(verdict(result)).toString();
  }

  private static List<String> partition(PartitionBooks books) {
    return List.of(Integer.toString(books.partition()),
        of(books, Account::first), of(books, Account::next), of(books, Account::stored),
        of(books, Account::duplicate), of(books, Account::rejected), of(books, Account::erased),
        of(books, Account::skipped), Words.grouped(books.lag()), Words.grouped(books.allLost()),
        Words.grouped(books.reports()), Words.grouped(books.rejections()));
  }

  private static String of(PartitionBooks books, ToLongFunction<Account> column) {
    return books.account() == null ? "-" : Words.grouped(column.applyAsLong(books.account()));
  }

  private static List<String> total(Reconciliation result) {
    return List.of("total", "", "", Words.grouped(result.sum(Account::stored)),
        Words.grouped(result.sum(Account::duplicate)), Words.grouped(result.sum(Account::rejected)),
        Words.grouped(result.sum(Account::erased)), Words.grouped(result.sum(Account::skipped)),
        Words.grouped(result.lag()), Words.grouped(result.lost()),
        Words.grouped(result.partitions().stream().mapToLong(PartitionBooks::reports).sum()),
        Words.grouped(result.partitions().stream().mapToLong(PartitionBooks::rejections).sum()));
  }

  private static String words(Compared compared) {
    var words = new StringBuilder("Record by record: %,d read, %,d as their row or rejection says"
        .formatted(compared.records(), compared.alike()));
    words.append(", %,d stored from another offset".formatted(compared.duplicates()));
    if (compared.erased() > 0) {
      words.append(", %,d of erased patients".formatted(compared.erased()));
    }
    if (compared.otherRules() > 0) {
      words.append(", %,d by their bytes only: today's rules alone would judge them otherwise"
          .formatted(compared.otherRules()));
    }
    if (compared.unchecked() > 0) {
      words.append("; %,d rows have no record in the topic any more, or are of other books"
          .formatted(compared.unchecked()));
    }
    return words.append('.').toString();
  }

  private static String verdict(Reconciliation result) {
    var problems = result.problems();
    if (problems.isEmpty()) {
      return result.lag() == 0 ? "The books balance."
          : "The books balance; %,d records wait to be processed.".formatted(result.lag());
    }
    var text = new StringBuilder("The books do not balance:");
    problems.forEach(problem -> text.append("\n  ").append(problem));
    var compared = result.compared();
    if (compared != null && compared.found() > compared.problems().size()) {
      text.append("\n  and %,d more".formatted(compared.found() - compared.problems().size()));
    }
    return text.toString();
  }

}
