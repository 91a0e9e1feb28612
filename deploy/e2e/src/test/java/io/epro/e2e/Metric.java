package io.epro.e2e;

import io.epro.local.system.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Counters of a processor or a gateway, read from its admin port. */
enum Metric {
  /** Records that Kafka delivered again and the ledger showed as applied. */
  REDELIVERED("epro_processor_redelivered_total"),
  STORED("epro_processor_reports_total{outcome=\"stored\""),
  /** Times that the group had to be set back to the ledger. */
  REWINDS("epro_processor_rewinds_total"),
  /** Offsets that the topic deleted unread. */
  LOST("epro_ledger_lost_offsets"),
  /** Drugs in the dictionary. */
  DRUGS("epro_drugs_size"),
  /** Records of the drugs topic that are no drug, since the process began. */
  BAD_DRUGS("epro_drugs_bad_records_total"),
  INTERNAL_ERRORS("epro_processor_internal_errors_total"),
  /** Times that a gateway could not fetch its provider's keys. */
  FAILED_REFRESHES("epro_gateway_auth_refreshes_total{result=\"failed\"");

  private static final HttpClient HTTP = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(1)).build();

  private final String prefix;

  Metric(String prefix) {
    this.prefix = prefix;
  }

  /** Since the process began; 0 when it does not answer, be it that it has not come so far. */
  long of(Program program) {
    var request = HttpRequest.newBuilder(URI.create(program.adminUrl() + "/metrics"))
        .timeout(Duration.ofSeconds(2)).build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body().lines()
          .filter(line -> line.startsWith(prefix))
          .mapToLong(
              line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
