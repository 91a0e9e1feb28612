package io.epro.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.report.TestReports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import picocli.CommandLine;

/**
 * A small trial that has everything: reports with and without each field, retries, rejects of several
 * kinds, records without a header, transactions, one of them aborted. And the tools run on it, as from the
 * command line. Its tables can be damaged and put back.
 */
final class Trial implements AutoCloseable {
  static final int STORED = 34;
  static final int DUPLICATE = 2;
  static final int REJECTED = 4;
  static final int SKIPPED = 3;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES = List.of("report", "rejection", "ledger",
      "ledger_hole");

  private final TestPipeline pipeline;
  private final Path config;

  /** How a tool ended, and what it printed. */
  record Said(int exit, String out, String err) {
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError("no JSON: " + out, e);
      }
    }

    List<String> kinds() {
      var kinds = new ArrayList<String>();
      json().get("problems").forEach(problem -> kinds.add(problem.get("kind").asText()));
      return kinds;
    }
  }

  /** Runs it until all is processed; the pipeline goes on running. */
  Trial(Path directory) throws Exception {
    this(directory, GroupProtocol.STREAMS);
  }

  Trial(Path directory, GroupProtocol protocol) throws Exception {
    pipeline = new TestPipeline(protocol, Map.of("processor.threads", "1"));
    config = directory.resolve("trial.properties");
    var topics = pipeline.topics();
    pipeline.start().awaitReady();
    topics.publish(0, "P-1", Samples.reports("P-1", 0, 20));
    topics.publish(1, "P-2", Samples.reports("P-2", 0, 10));
    topics.publish(0, "P-1", Samples.report("P-1", 3));
    topics.publish(1, "P-2", Samples.report("P-2", 4));
    topics.publish(0, "P-1", TestReports.report("P-1", TestReports.TIMESTAMP + 900));
    topics.publish(0, "P-1", "{\"patientId\":\"P-1\",\"timestamp\":" + (TestReports.TIMESTAMP + 901)
        + "}");
    topics.publish(0, "P-1", "no json", "{}");
    topics.publish(2, "P-1", "");
    var id = UUID.randomUUID();
    topics.publishWithId(1, "P-3", id, Samples.report("P-3", 1));
    topics.publishWithId(1, "P-3", id, Samples.report("P-3", 2));
    topics.publishInTransaction(false, 2, Samples.reports("P-4", 0, 2));
    topics.publishInTransaction(true, 2, Samples.report("P-5", 0));
    // Not by what is committed, which may be ahead where transactions end.
    await("applied").atMost(TestPipeline.PATIENCE).until(
        () -> pipeline.books().applied() == STORED + DUPLICATE + REJECTED + SKIPPED);
    for (var table : TABLES) {
      sql("create table epro.kept_" + table + " as table epro." + table);
    }
    write(pipeline.settings());
  }

  private void write(Map<String, String> settings) throws Exception {
    var properties = new Properties();
    properties.putAll(settings);
    try (var out = Files.newBufferedWriter(config, UTF_8)) {
      properties.store(out, null);
    }
  }

  TestPipeline pipeline() {
    return pipeline;
  }

  void sql(String sql) {
    pipeline.books().execute(sql);
  }

  /** Puts the tables back to what they were. */
  void mend() {
    for (var table : TABLES) {
      sql("delete from epro." + table + "; insert into epro." + table + " table epro.kept_"
          + table);
    }
  }

  /** What {@link #mend} would put back. */
  void forgetCopies() {
    for (var table : TABLES) {
      sql("drop table epro.kept_" + table);
    }
  }

  /** All that there are, with their schemas. */
  List<String> tables() {
    return pipeline.books().texts("select format('%I.%I', schemaname, tablename) from pg_tables"
        + " where schemaname !~ '^(pg_|information_schema)'");
  }

  /** For the tools from now on; the pipeline that runs keeps what it was started with. */
  void set(String key, String value) throws Exception {
    pipeline.set(key, value);
    write(pipeline.settings());
  }

  long count(String sql) {
    return pipeline.books().count(sql);
  }

  void awaitRejected(int rejected) {
    await("rejected").atMost(TestPipeline.PATIENCE)
        .until(() -> count("select count(*) from epro.rejection") == rejected);
  }

  Said reconcile(String... arguments) {
    return run(new ReconcileCommand(), arguments);
  }

  Said run(Object command, String... arguments) {
    return run(command, List.of(), arguments);
  }

  /** @param subcommand of the command, if one is meant */
  Said run(Object command, List<String> subcommand, String... arguments) {
    var out = new StringWriter();
    var words = new ArrayList<>(subcommand);
    words.addAll(List.of("--config", config.toString()));
    words.addAll(List.of(arguments));
    var err = new StringWriter();
    int exit = new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
        .execute(words.toArray(String[]::new));
    return new Said(exit, out.toString(), err.toString());
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
