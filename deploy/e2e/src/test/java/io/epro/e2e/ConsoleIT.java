package io.epro.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.system.Jars;
import io.epro.local.system.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * The console in a real browser. Its pictures go to {@code target/console}; the documentation's are such
 * ({@code -De2e.pictures=docs/images}).
 */
class ConsoleIT {
  private static final String MARKUP = "<svg onload=document.title='taken'>";
  private static final String IMAGE = "<img src=x onerror=document.title='taken'>";
  private static final String TOKEN = "a-token-for-the-admin-port";
  private static final Path PICTURES = Jars.repository()
      .resolve(System.getProperty("e2e.pictures", "deploy/e2e/target/console"));

  @Test
  void itShowsHowThePipelineIsAndWhatReportsBringIsOnlyText() throws Exception {
    try (var browser = new Browser()) {
      Rig.play("console", Map.of("processor.threads", "2"), rig -> {
        rig.startGateways(1, Map.of());
        var first = rig.startProcessor().awaitReady();
        var second = rig.startProcessor().awaitReady();
        var load = rig.loadOnGateway(16, 300);
        rig.awaitWork(first);
        rig.awaitWork(second);
        publishMarkup(rig);

        browser.open(first.adminUrl() + "/");
        browser.awaitText("#figures", "/s");
        browser.awaits("both instances", () -> browser.text("#figures").contains("2 (Stable)"));
        assertThat(browser.all("#partitions tbody tr")).hasSize(12);
        assertThat(browser.all("#members tbody tr")).hasSize(4);
        browser.awaits("a chart of some points", () -> !browser.all("#rates canvas").isEmpty()
            && String.valueOf(browser.one("#rates").getDomAttribute("aria-label"))
                .contains("stored"));
        browser.awaits("rates", () -> !browser.text("#figures").contains("Stored\n0/s"));
        browser.awaitText("#state", "something to look at");
        browser.awaits("some points", () -> browser.all("#rates[data-points='5']").size() == 1);
        browser.screenshot(PICTURES.resolve("console-overview.png"));
        browser.size(390, 1600);
        assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
            .as("fits a phone").isEqualTo("true");
        browser.size(1280, 1400);

        pages(browser, first, second);
        load.finish(500, Rig.PATIENCE);

        rig.kill(second);
        browser.open(first.adminUrl() + "/#overview");
        browser.awaits("the one that was killed is missed",
            () -> browser.text("#figures").contains("1 (Stable)"));
        assertThat(browser.script("return document.title")).isEqualTo("epro processor");
        assertThat(browser.complaints()).isEmpty();
      });
    }
  }

  private static void pages(Browser browser, Program first, Program second) throws Exception {
    browser.click("nav a[href='#rejections']");
    browser.awaitText("#rejected caption", "rejections");
    browser.type("#rejections-form input", "duplicate_key");
    browser.awaits("filtered", () -> {
      browser.click("#rejections-form button");
      return browser.all("#rejected tbody tr").size() == 1
          && browser.text("#rejected tbody").contains("duplicate_key");
    });
    assertThat(browser.text("#rejected")).contains("P***").doesNotContain("P-markup");

    browser.click("nav a[href='#drugs']");
    browser.awaitText("#unknown", IMAGE);
    browser.type("#drug-form input", "no-such-drug");
    browser.click("#drug-form button");
    browser.awaitText("#drug", "no-such-drug is not in the dictionary");

    browser.click("nav a[href='#replays']");
    browser.awaitText("#replayed", "There are none.");

    browser.click("nav a[href='#profile']");
    browser.type("#profile-form input", "2");
    browser.choose("#profile-form select[name='instances']", "all");
    browser.click("#profile-form button");
    browser.awaitText("#profiled", "Keep the cpu profile");
    assertThat(browser.text("#profiled")).doesNotContain("without");
    browser.inFrame("#flame iframe", () -> {
      browser.awaitText("body", "cpu, nanoseconds");
      assertThat(browser.script("return window.origin")).as("an origin of its own")
          .isEqualTo("null");
    });
    browser.screenshot(PICTURES.resolve("console-profile.png"));
    assertThat(get(first, "/debug/profile?type=wall&seconds=1&format=collapsed&instances=all")
        .body()).contains(address(first) + ";", address(second) + ";");

    browser.click("nav a[href='#settings']");
    browser.awaitText("#keys", "processor.postgres.password");
    assertThat(browser.text("#keys")).contains("processor.postgres.password (masked)",
        "processor.threads 2");
    assertThat(browser.all("script")).as("no script but the page's own").hasSize(1);
    assertThat(get(first, "/api/none").statusCode()).isEqualTo(404);
    assertThat(get(first, "/none").statusCode()).isEqualTo(404);
  }

  private static String address(Program processor) {
    return URI.create(processor.adminUrl()).getAuthority();
  }

  /** A drug whose id is markup and, after it, a key that is: whoever sees the second's rejection has the first. */
  private static void publishMarkup(Rig rig) {
    var twice = "{\"patientId\":\"P-markup\",\"timestamp\":1763856000000,\"" + MARKUP + "\":1,\""
        + MARKUP + "\":2}";
    var unknown = "{\"patientId\":\"P-markup\",\"timestamp\":" + Instant.now().toEpochMilli()
        + ",\"medications\":[{\"drugId\":\"" + IMAGE + "\",\"doseMg\":1}]}";
    try (var producer = new KafkaProducer<>(
        Map.<String, Object>of("bootstrap.servers", rig.system().kafka().bootstrapServers()),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var body : List.of(unknown, twice)) {
        var _ = producer.send(new ProducerRecord<>(rig.names().raw(), "P-markup".getBytes(UTF_8),
            body.getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  private static HttpResponse<String> get(Program processor, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(processor.adminUrl() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void withATokenItAsksForIt() throws Exception {
    try (var browser = new Browser()) {
      Rig.play("console with a token", Map.of("processor.admin.token", TOKEN), rig -> {
        var processor = rig.startProcessor().awaitReady();
        assertThat(get(processor, "/api/overview").statusCode()).isEqualTo(401);
        browser.open(processor.adminUrl() + "/");
        browser.awaitText("#login", "admin token");
        browser.type("#token", "another-token-of-that-length");
        browser.click("#login-form button");
        browser.awaitText("#login-said", "not good here");
        browser.type("#token", TOKEN);
        browser.click("#login-form button");
        browser.awaitText("#state", "All is well");
      });
    }
  }

  @Test
  void whoMaySeesRecordsAndClosesRejectionsAndRunsHistoryAgain() throws Exception {
    try (var browser = new Browser()) {
      Rig.play("console's buttons", Map.of(), rig -> {
        var processor = rig.startProcessor(rig.system().consoleSettings()).awaitReady();
        publishMarkup(rig);
        var issuer = rig.system().issuer();
        browser.open(processor.adminUrl() + "/#rejections");
        browser.awaits("stored, and shown when asked again", () -> {
          browser.click("#rejections-form button");
          return browser.text("#rejected caption").equals("1 rejection");
        });
        assertThat(browser.text("#who")).isEqualTo("a program of this machine, reading only");
        assertThat(browser.one("#redrive").isDisplayed()).isFalse();

        browser.click("#log-in");
        browser.type("#token", issuer.site(Instant.now(), Duration.ofHours(1)));
        browser.click("#login-form button");
        browser.awaitText("#login-said", "not good here");
        browser.type("#token", issuer.operator("ann", Instant.now(), Duration.ofHours(1)));
        browser.click("#login-form button");
        browser.awaits("ann", () -> browser.text("#who").equals("ann"));

        browser.click("#rejected tbody button");
        browser.awaitText("#raw-bytes", MARKUP);
        browser.screenshot(PICTURES.resolve("console-rejections.png"));
        browser.click("#redrive");
        browser.awaitText("#question", "Publish again 1 open rejection?");
        browser.click("#no");
        browser.click("#redrive");
        browser.awaitText("#question", "Publish again 1 open rejection?");
        browser.click("#yes");
        browser.awaitText("#job", "redrive by ann: 1 published again");
        browser.awaits("rejected again", () -> {
          browser.click("#rejections-form button");
          return browser.text("#rejected caption").equals("1 rejection")
              && browser.text("#rejected tbody").contains("duplicate_key");
        });
        browser.click("#discard");
        browser.awaitText("#question", "Discard for good 1 open rejection?");
        browser.type("#reason", "a test of the console");
        browser.click("#yes");
        browser.awaitText("#job", "discard by ann: 1 rejections discarded");

        browser.click("nav a[href='#replays']");
        browser.awaitText("#replayed", "There are none.");
        browser.type("#replay-form input[name='name']", "again");
        browser.click("#replay-form button");
        browser.awaitText("#job", "replay again by ann: complete");
        browser.awaitText("#replayed", "complete");
        browser.click("#replayed tbody button");
        browser.awaitText("#diff-said", "Nothing differs.");
        browser.awaitText("#diff-counts", "identical 1");
        browser.screenshot(PICTURES.resolve("console-replays.png"));
        assertThat(browser.script("return document.title")).isEqualTo("epro processor");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
        browser.click("#log-in");
        browser.awaitText("#who", "a program of this machine");
        assertThat(Files.readString(processor.log())).doesNotContain("P-markup", MARKUP)
            .contains("A rejected record was looked at");
      });
    }
  }
}
