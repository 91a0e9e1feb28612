package io.epro.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.bench.sample.SampleReports;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void eachRequestIsWholeAndItsReportTellsItsNumber() throws IOException {
    var requests = new Requests(new Requests.Kind(8080, 1, List.of()), 0, 1);
    for (int i = 0; i < 5_000; i++) {
      var request = request(requests);
      assertThat(request.head()).startsWith("POST /v1/reports HTTP/1.1\r\n")
          .contains("Content-Length: " + request.bodyLength() + "\r\n")
          .doesNotContain("Authorization");
      assertThat(number(request.body())).isEqualTo(i).isEqualTo(requests.firstReport());
    }
  }

  @Test
  void aBatchHasAReportInEachLineAllOfOnePatient() throws IOException {
    var requests = new Requests(new Requests.Kind(8080, 10, List.of()), 0, 1);
    for (int i = 0; i < 500; i++) {
      var request = request(requests);
      assertThat(request.head()).startsWith("POST /v1/reports/batch HTTP/1.1\r\n")
          .contains("application/x-ndjson");
      var lines = request.body().lines().toList();
      assertThat(lines).hasSize(10);
      assertThat(lines.stream().map(RequestsTest::patient).distinct()).hasSize(1);
      for (int line = 0; line < 10; line++) {
        assertThat(number(lines.get(line))).isEqualTo(requests.firstReport() + line);
      }
    }
  }

  @Test
  void theTokenIsThatOfThePatient() {
    var tokens = IntStream.range(0, Requests.PATIENTS)
        .mapToObj(i -> ("token-of-" + Requests.patient(i)).getBytes(UTF_8)).toList();
    var requests = new Requests(new Requests.Kind(8080, 1, tokens), 0, 1);
    for (int i = 0; i < 3_000; i++) {
      var request = request(requests);
      assertThat(request.head())
          .contains("Authorization: Bearer token-of-" + patient(request.body()) + "\r\n");
    }
  }

  @Test
  void noTwoMakersMakeTheSameReport() {
    Set<Long> numbers = new HashSet<>();
    for (int maker = 0; maker < 3; maker++) {
      var requests = new Requests(new Requests.Kind(8080, 4, List.of()), maker, 3);
      for (int i = 0; i < 100; i++) {
        requests.next();
        for (int line = 0; line < 4; line++) {
          assertThat(numbers.add(requests.firstReport() + (long) line * requests.step())).isTrue();
        }
      }
    }
    assertThat(numbers).hasSize(1_200).allMatch(number -> number < 1_200);
  }

  private record Sent(String head, String body) {
    int bodyLength() {
      return body.getBytes(UTF_8).length;
    }
  }

  private static Sent request(Requests requests) {
    var bytes = requests.next().bytes();
    var all = new byte[bytes.remaining()];
    bytes.get(all);
    var text = new String(all, UTF_8);
    int end = text.indexOf("\r\n\r\n") + 4;
    return new Sent(text.substring(0, end), text.substring(end));
  }

  private static long number(String report) throws IOException {
    return JSON.readTree(report).get("timestamp").asLong() - SampleReports.FIRST_MILLIS;
  }

  private static String patient(String report) {
    return report.substring(report.indexOf("P-"), report.indexOf("P-") + 9);
  }
}
