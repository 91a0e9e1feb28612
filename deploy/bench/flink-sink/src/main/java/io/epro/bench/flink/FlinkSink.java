package io.epro.bench.flink;

import io.epro.bench.peer.ReportRow;
import java.time.Duration;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/** The program: the job and the cluster it runs in, until it is killed. */
public final class FlinkSink {
  /** As many rows in a statement's batch as the processor has in a transaction. */
  private static final int BATCH = 4000;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

  private FlinkSink() {}

  /** Arguments: --parallelism, --brokers, --group, --topic, --url, --user, --password, --drugs, --checkpoints. */
  public static void main(String[] arguments) throws Exception {
    var given = ParameterTool.fromArgs(arguments);
    var environment = StreamExecutionEnvironment.createLocalEnvironment(
        given.getInt("parallelism"), settings(given.getRequired("checkpoints")));
    environment.fromSource(source(given), WatermarkStrategy.noWatermarks(), "reports")
        .sinkTo(sink(given));
    environment.execute();
  }

  private static Configuration settings(String checkpoints) {
    var settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        CheckpointingMode.AT_LEAST_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
    // Source and sink are one chain, and nobody changes a row: no copies between them.
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    // It reads our classes with an ASM that does not know their version; they enclose nothing to clean.
    settings.set(PipelineOptions.CLOSURE_CLEANER_LEVEL, ExecutionConfig.ClosureCleanerLevel.NONE);
    // A failure ends the bench instead of being mended behind its back.
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return settings;
  }

  private static KafkaSource<ReportRow> source(ParameterTool given) {
    return KafkaSource.<ReportRow>builder()
        .setBootstrapServers(given.getRequired("brokers"))
        .setGroupId(given.getRequired("group"))
        .setTopics(given.getRequired("topic"))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new ToReportRow(given.getRequired("drugs")))
        // The fetches of the everyday peer.
        .setProperty("max.poll.records", "4000")
        .setProperty("fetch.min.bytes", "65536")
        .setProperty("fetch.max.wait.ms", "50")
        .build();
  }

  private static JdbcSink<ReportRow> sink(ParameterTool given) {
    return JdbcSink.<ReportRow>builder()
        .withQueryStatement(ReportInsert.SQL, new ReportInsert())
        // No timer of its own: a checkpoint flushes what waits.
        .withExecutionOptions(JdbcExecutionOptions.builder()
            .withBatchSize(BATCH).withBatchIntervalMs(0).withMaxRetries(3).build())
        .buildAtLeastOnce(new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            .withUrl(given.getRequired("url"))
            .withUsername(given.getRequired("user"))
            .withPassword(given.getRequired("password"))
            .withDriverName("org.postgresql.Driver").build());
  }
}
