package io.epro.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.epro.local.traffic.Delivery.Acknowledged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> overloadedFor = ConcurrentHashMap.newKeySet();
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private HttpServer gateway;

  @BeforeEach
  void startGateway() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gateway.start();
  }

  @AfterEach
  void stopGateway() {
    gateway.stop(0);
  }

  @Test
  void sendsAsManyAsAskedForAndCountsTheAnswers() throws Exception {
    gateway.createContext("/v1/reports", exchange -> answer(exchange, 202));

    try (var traffic = traffic(200)) {
      assertThat(traffic.start().awaitEnd(Duration.ofSeconds(20))).isTrue();

      assertThat(traffic.acknowledged()).isEqualTo(200);
      assertThat(requests).hasValue(200);
      assertThat(acknowledged).hasSize(200);
    }
  }

  @Test
  void sendsTheSameAgainUntilAnOverloadedGatewayTakesIt() throws Exception {
    gateway.createContext("/v1/reports", exchange -> {
      var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      answer(exchange, overloadedFor.add(text) ? 503 : 202);
    });

    try (var traffic = traffic(30)) {
      assertThat(traffic.start().awaitEnd(Duration.ofSeconds(30))).isTrue();

      assertThat(traffic.acknowledged()).isEqualTo(30);
      assertThat(traffic.retries()).isEqualTo(overloadedFor.size());
      assertThat(requests).hasValue(30 + overloadedFor.size());
    }
  }

  @Test
  void doesNotRepeatWhatIsRefused() throws Exception {
    gateway.createContext("/v1/reports", exchange -> answer(exchange, 400));

    try (var traffic = traffic(20)) {
      assertThat(traffic.start().awaitEnd(Duration.ofSeconds(20))).isTrue();

      assertThat(traffic.refused()).isEqualTo(20);
      assertThat(requests).hasValue(20);
    }
  }

  @Test
  void abandonsWhatIsUnderWayWhenItIsToldToStopAndNobodyAnswers() {
    int port = gateway.getAddress().getPort();
    gateway.stop(0);
    var traffic = new Traffic(ReportSource.sample(1), Rhythm.steady(1000),
        new Phone("http://127.0.0.1:" + port, patient -> "token-of-" + patient), 10, 64,
        InstantSource.system(), (s, d) -> {});

    traffic.start().stop(Duration.ofMillis(300));

    assertThat(traffic.acknowledged()).isZero();
    assertThat(traffic.abandoned()).isLessThanOrEqualTo(10);
  }

  private Traffic traffic(long limit) {
    return new Traffic(ReportSource.sample(1), Rhythm.steady(2000),
        new Phone("http://127.0.0.1:" + gateway.getAddress().getPort(),
            patient -> "token-of-" + patient),
        limit, 64,
        InstantSource.system(), (submission, delivery) -> {
          if (delivery instanceof Acknowledged ack) {
            acknowledged.add(ack.reportId());
          }
        });
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.incrementAndGet();
      byte[] body = ("{\"status\":\"queued\",\"reportId\":\"" + UUID.randomUUID() + "\"}")
          .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
