package io.epro.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesEndpointTest {
  private static final String JSON = "application/json";
  private static final String POLICY = "default-src 'none'";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AdminServer server = new AdminServer(
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
      Optional.of(AdminTokenTest.token("0123456789abcdef01234567")), () -> Health.READY,
      () -> Health.READY, Metrics.create()).show(new Echo());

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void filesAreForEveryoneWithTheirPolicy() throws Exception {
    var page = send(request("/").GET());
    assertThat(page.body()).isEqualTo("<p>");
    assertThat(page.headers().firstValue("content-security-policy")).contains(POLICY);
    assertThat(send(request("/none").GET()).statusCode()).isEqualTo(404);
  }

  @Test
  void questionsAndDeedsAreForWhomTheTokenNames() throws Exception {
    assertThat(send(request("/api/echo?a=1").GET()).statusCode()).isEqualTo(401);
    assertThat(send(known("/api/echo?a=%3C&b=2").GET()).body())
        .isEqualTo("\"the admin token asks a<b2\"");
    assertThat(send(known("/api/echo").header("Content-Type", JSON + "; charset=utf-8")
        .POST(BodyPublishers.ofString("{}"))).body())
        .isEqualTo("\"the admin token does {}\"");
    assertThat(send(known("/api/none").GET()).statusCode()).isEqualTo(404);
  }

  @Test
  void whatAFormOfAnotherPageCouldSendIsRefused() throws Exception {
    assertThat(send(known("/api/echo").header("Content-Type", "text/plain")
        .POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(415);
    assertThat(send(known("/api/echo").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(415);
    assertThat(send(known("/api/echo").header("Content-Type", JSON)
        .header("Origin", "http://evil.example").POST(BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(403);
    assertThat(send(request("/api/echo").header("Content-Type", JSON)
        .POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(401);
  }

  @Test
  void otherMethodsAndLargeBodiesAreRefused() throws Exception {
    assertThat(send(known("/api/echo").DELETE()).headers().firstValue("allow"))
        .contains("GET, POST");
    assertThat(send(known("/").header("Content-Type", JSON)
        .POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(405);
    assertThat(send(known("/api/echo").header("Content-Type", JSON)
        .POST(BodyPublishers.ofByteArray(new byte[65 * 1024]))).statusCode()).isEqualTo(413);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpRequest.Builder known(String path) {
    return request(path).header("Authorization", "Bearer 0123456789abcdef01234567");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Says what it was told. */
  private static final class Echo implements AdminPages {
    @Override
    public Optional<Asset> asset(String path) {
      return path.equals("/")
          ? Optional.of(new Asset("text/html", "<p>".getBytes(UTF_8), POLICY, false))
          : Optional.empty();
    }

    @Override
    public Optional<Answer> answer(String name, Map<String, String> query, AdminUser by) {
      return echo(name, by.name() + " asks a" + query.getOrDefault("a", "") + "b"
          + query.getOrDefault("b", ""));
    }

    @Override
    public Optional<Answer> act(String name, byte[] json, AdminUser by) {
      return echo(name, by.name() + " does " + new String(json, UTF_8));
    }

    private static Optional<Answer> echo(String name, String words) {
      return name.equals("echo") ? Optional.of(new Answer(200, '"' + words + '"'))
          : Optional.empty();
    }
  }
}
