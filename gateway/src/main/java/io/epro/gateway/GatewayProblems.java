package io.epro.gateway;

import io.epro.config.ConfigException;
import io.epro.gateway.publish.ProducerProperties;
import io.epro.observe.AdminToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong with settings that are well-formed one by one. */
final class GatewayProblems {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_THREADS = 1_024;
  /** A body is one array, and one Kafka record. */
  private static final long MAX_BODY = 64L << 20;
  private static final int MAX_STREAMS = 10_000;
  private static final int MAX_LINES = 100_000;
  /** A record's, and its result's. */
  private static final int LINE_OVERHEAD = 512 + 768;
  private static final int MAX_RATE = 1_000_000;
  /** About two gigabytes. */
  private static final int MAX_PATIENTS = 20_000_000;
  private static final Duration MAX_TIME = Duration.ofDays(1);

  private final List<String> problems = new ArrayList<>();

  private GatewayProblems() {}

  /** @throws ConfigException naming every problem */
  static void refuseIfAny(GatewaySettings settings) {
    var found = in(settings);
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
  }

  static List<String> in(GatewaySettings settings) {
    var found = new GatewayProblems();
    found.problems.addAll(AuthProblems.in(settings));
    found.range("port", settings.port(), 0, MAX_PORT);
    found.range("admin.port", settings.admin().port(), 0, MAX_PORT);
    found.range("threads", settings.threads(), 0, MAX_THREADS);
    found.range("max-body", settings.maxBody().bytes(), 1, MAX_BODY);
    found.batch(settings);
    found.problems.addAll(TransportSettings.problems(settings));
    found.range("http2.max-streams", settings.http2().maxStreams(), 1, MAX_STREAMS);
    found.time("tls.reload-interval", settings.tls().reloadInterval());
    found.range("max-connections", settings.maxConnections(), 1, Integer.MAX_VALUE);
    found.range("max-inflight-requests", settings.maxInflightRequests(), 1, Integer.MAX_VALUE);
    found.range("max-inflight-bytes", settings.maxInflightBytes().bytes(),
        largestBatch(settings), Runtime.getRuntime().maxMemory());
    found.time("request-timeout", settings.requestTimeout());
    found.time("idle-timeout", settings.idleTimeout());
    found.time("ack-timeout", settings.ackTimeout());
    found.time("drain-timeout", settings.drainTimeout());
    found.idleOutlastsAck(settings);
    found.problems.addAll(AdminToken.problems("gateway.admin.token", settings.admin().token()));
    found.problems.addAll(ProducerProperties.problems(settings.kafka()));
    return found.problems;
  }

  private void batch(GatewaySettings settings) {
    range("batch.max-body", settings.batch().maxBody().bytes(), settings.maxBody().bytes(),
        MAX_BODY);
    range("batch.max-lines", settings.batch().maxLines(), 1, MAX_LINES);
    range("rate-limit.per-minute", settings.rateLimit().perMinute(), 0, MAX_RATE);
    range("rate-limit.burst", settings.rateLimit().burst(), 1, MAX_RATE);
    range("rate-limit.max-patients", settings.rateLimit().maxPatients(), 1, MAX_PATIENTS);
  }

  /** Its body, the copies of its lines, and for each line what it weighs beside them. */
  private static long largestBatch(GatewaySettings settings) {
    return 2 * settings.batch().maxBody().bytes()
        + (long) LINE_OVERHEAD * settings.batch().maxLines();
  }

  private void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      problems.add("gateway." + key + " must be from " + least + " to " + most + ", not " + value);
    }
  }

  private void time(String key, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(MAX_TIME) > 0) {
      problems.add("gateway." + key + " must be from 1ms to 24h, not " + value);
    }
  }

  private void idleOutlastsAck(GatewaySettings settings) {
    if (settings.idleTimeout().compareTo(settings.ackTimeout()) <= 0) {
      problems.add("gateway.idle-timeout must be longer than gateway.ack-timeout: a client that"
          + " waits for its answer is silent");
    }
  }
}
