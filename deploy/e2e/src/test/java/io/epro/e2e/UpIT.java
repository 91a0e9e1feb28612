package io.epro.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Trees;
import io.epro.local.system.Endpoints;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What {@code deploy/local/up --for} promises, on free ports: the very program that the script starts,
 * without the script's own look for a JDK and a build.
 */
class UpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PATIENT = "P-by-hand";
  /** For all JVMs that it starts, which run for seconds. */
  private static final Map<String, String> FIRST_COMPILER = Map.of("JDK_JAVA_OPTIONS",
      "-XX:TieredStopAtLevel=1");
  private static final Path JAR = Jars.built().processor().resolve(
      "../../../deploy/local/target/epro-local.jar").normalize();

  @Test
  void aReportSentByHandIsStoredTheBooksBalanceAndASecondRunGoesOnWithTheData() throws Exception {
    var data = Files.createTempDirectory("epro-up-");
    try {
      var first = up(data, "6s");
      var endpoints = awaitEndpoints(data, first);
      var answer = post(endpoints, report(1));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.body()).contains("\"reportId\"");
      await("the report in Postgres").atMost(PATIENCE)
          .until(() -> rows(endpoints, PATIENT) == 1);
      assertEndsWell(first);

      var second = up(data, "2s");
      var again = awaitEndpoints(data, second);
      assertThat(rows(again, PATIENT)).as("what the first run stored").isEqualTo(1);
      post(again, report(1)); // the same again is no second report
      post(again, report(2));
      await("the second report").atMost(PATIENCE).until(() -> rows(again, PATIENT) == 2);
      assertEndsWell(second);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("up failed; data and logs are in " + data + ": " + e.getMessage(),
          e);
    }
    Trees.delete(data);
  }

  private static ChildProcess up(Path data, String time) throws IOException {
    var arguments = List.of("-cp", JAR.toString(), "io.epro.local.Up", "--for", time, "--data",
        data.toString(), "--rate", "100", "--gateway-port", "0", "--gateway-admin-port", "0",
        "--console-port", "0", "--kafka-port", "0", "--postgres-port", "0");
    return ChildProcess.start(Command.java("up", List.of("-Xmx256m", "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-Depro.repository=" + JAR.resolve("../../../..").normalize()), arguments,
        data.resolve("up.log")).withEnvironment(FIRST_COMPILER));
  }

  private static Endpoints awaitEndpoints(Path data, ChildProcess up) {
    await("endpoints.json").atMost(PATIENCE).until(() -> {
      assertThat(up.alive()).as(up.diagnosis()).isTrue();
      return Endpoints.read(data).isPresent();
    });
    try {
      return Endpoints.read(data).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertEndsWell(ChildProcess up) {
    assertThat(up.waitFor(PATIENCE)).as(up.diagnosis()).isTrue();
    assertThat(up.exitCode()).as(up.diagnosis()).hasValue(0);
  }

  private static HttpResponse<String> post(Endpoints endpoints, String report)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(endpoints.gateway() + "/v1/reports"))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/json")
        .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
        .header("Authorization", "Bearer " + endpoints.token())
        .POST(BodyPublishers.ofString(report, UTF_8))
        .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static String report(int number) {
    return "{\"patientId\":\"" + PATIENT + "\",\"timestamp\":" + (1_763_856_000_000L + number)
        + ",\"vitals\":{\"heartRate\":72,\"temp\":36.6},\"symptoms\":[\"headache\"]}";
  }

  private static long rows(Endpoints endpoints, String patient) throws SQLException {
    try (var connection = DriverManager.getConnection(endpoints.postgres(),
        endpoints.postgresUser(), endpoints.postgresPassword());
        var query = connection.prepareStatement(
            "select count(*) from epro.report where patient_id = ? and trace_id = ?::uuid")) {
      query.setString(1, patient);
      query.setString(2, TRACE);
      try (var result = query.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }
}
