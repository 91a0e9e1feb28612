package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.reconcile.Account;
import io.epro.processor.reconcile.Compared;
import io.epro.processor.reconcile.PartitionBooks;
import io.epro.processor.reconcile.Reconciliation;

/** A reconciliation for scripts. */
final class ReconciliationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReconciliationJson() {}

  static String of(ProcessorSettings settings, Reconciliation result) {
    var all = JSON.createObjectNode();
    all.put("pipeline", settings.pipeline()).put("schema", settings.postgres().schema())
        .put("topic", settings.topics().raw()).put("topicId", result.topicId())
        .put("balances", result.balances());
    total(all.putObject("total"), result);
    var partitions = all.putArray("partitions");
    result.partitions().forEach(books -> partition(partitions.addObject(), books));
    var codes = all.putObject("rejectionsByCode");
    result.rejectionsByCode().forEach(codes::put);
    if (result.compared() != null) {
      compared(all.putObject("compared"), result.compared());
    }
    var problems = all.putArray("problems");
    result.problems().forEach(problem -> problems.addObject().put("kind", problem.kind().code())
        .put("partition", problem.partition()).put("text", problem.words()));
    return all.toString();
  }

  private static void total(ObjectNode to, Reconciliation result) {
    to.put("stored", result.sum(Account::stored)).put("duplicate", result.sum(Account::duplicate))
        .put("rejected", result.sum(Account::rejected)).put("erased", result.sum(Account::erased))
        .put("skipped", result.sum(Account::skipped)).put("lag", result.lag())
        .put("lost", result.lost())
        .put("reports", result.partitions().stream().mapToLong(PartitionBooks::reports).sum())
        .put("rejections",
            result.partitions().stream().mapToLong(PartitionBooks::rejections).sum());
  }

  private static void partition(ObjectNode to, PartitionBooks books) {
    to.put("partition", books.partition()).put("begin", books.topic().begin())
        .put("end", books.topic().end());
    var account = books.account();
    if (account != null) {
      to.put("firstOffset", account.first()).put("nextOffset", account.next())
          .put("stored", account.stored()).put("duplicate", account.duplicate())
          .put("rejected", account.rejected()).put("erased", account.erased())
          .put("skipped", account.skipped());
    }
    to.put("lag", books.lag()).put("lost", books.allLost()).put("reports", books.reports())
        .put("rejections", books.rejections());
    if (books.storedByOthers() > 0) {
      to.put("storedByOthers", books.storedByOthers());
    }
  }

  private static void compared(ObjectNode to, Compared compared) {
    to.put("records", compared.records()).put("alike", compared.alike())
        .put("duplicates", compared.duplicates()).put("erased", compared.erased())
        .put("otherRules", compared.otherRules())
        .put("unchecked", compared.unchecked()).put("problems", compared.found());
  }
}
