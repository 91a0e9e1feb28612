package io.epro.processor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

  @ParameterizedTest
  @ValueSource(strings = {"//127.0.0.1:5432/epro", "//localhost/epro", "//[::1]:5432/epro",
    "//localhost:1,127.0.0.1:2/epro", "//db.example/epro?sslmode=verify-full",
    "//10.0.0.1/epro?sslmode=verify-full&sslrootcert=/ca.pem", "//db.example/epro?ssl=true"})
  void isFine(String url) {
    assertThat(problems(url, "false")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"//db.example/epro", "//localhost:1,10.0.0.1:2/epro",
    "//db.example/epro?sslmode=require", "//db.example/epro?sslmode=verify-ca",
    "//db.example/epro?ssl=false", "//db.example/epro?sslmode=prefer&ssl=true",
    "//db.example/epro?sslmode=verify-full&sslfactory=org.postgresql.ssl.NonValidatingFactory"})
  void elsewhereItNeedsTlsThatLooksWhoAnswers(String url) {
    assertThat(problems(url, "false")).singleElement().asString().contains("verify-full")
        .contains("processor.postgres.insecure=true");
    assertThat(problems(url, "true")).isEmpty();
  }

  @Test
  void thePasswordHasAKeyOfItsOwn() {
    assertThat(problems("//127.0.0.1/epro?password=canary", "true")).singleElement().asString()
        .contains("processor.postgres.password").doesNotContain("canary");
  }

  @Test
  void whatIsNoUrlIsNotQuoted() {
    assertThat(problems("//canary:port/epro", "false")).singleElement().asString()
        .contains("jdbc:postgresql://").doesNotContain("canary");
  }

  private static List<String> problems(String url, String insecure) {
    return PostgresUrl.problems(Settings.load(ProcessorSettings.class,
        Map.of("processor.postgres.url", "jdbc:postgresql:" + url, "processor.postgres.insecure",
            insecure))
        .postgres());
  }
}
