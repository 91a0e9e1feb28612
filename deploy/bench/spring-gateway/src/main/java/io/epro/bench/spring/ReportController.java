package io.epro.bench.spring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** Waits for the broker on the request's own virtual thread. */
@RestController
class ReportController {
  private final KafkaTemplate<String, byte[]> kafka;
  private final ObjectMapper json;
  private final String topic;
  private final long ackSeconds;

  ReportController(KafkaTemplate<String, byte[]> kafka, ObjectMapper json,
      @Value("${reports.topic}") String topic, @Value("${reports.ack-seconds}") long ackSeconds) {
    this.kafka = kafka;
    this.json = json;
    this.topic = topic;
    this.ackSeconds = ackSeconds;
  }

  @PostMapping(path = "/v1/reports", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> accept(@RequestBody byte[] body) throws InterruptedException {
    Report report;
    try {
      report = json.readValue(body, Report.class);
    } catch (JacksonException e) {
      return problem(HttpStatus.BAD_REQUEST, "malformed");
    }
    String patient = report.patientId();
    if (patient == null || patient.isBlank()) {
      return problem(HttpStatus.BAD_REQUEST, "patientId is missing");
    }
    byte[] sha256 = sha256(body);
    try {
      kafka.send(topic, patient, body).get(ackSeconds, TimeUnit.SECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      return problem(HttpStatus.SERVICE_UNAVAILABLE, "the broker does not answer");
    }
    return ResponseEntity.accepted()
        .body(new Queued("queued", UUID.nameUUIDFromBytes(sha256),
            HexFormat.of().formatHex(sha256)));
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
    var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      answer.header(HttpHeaders.RETRY_AFTER, "2");
    }
    return answer.body(ProblemDetail.forStatusAndDetail(status, detail));
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
