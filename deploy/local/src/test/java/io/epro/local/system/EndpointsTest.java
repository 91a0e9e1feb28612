package io.epro.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.local.system.Endpoints.Pids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
  private static final Endpoints SOME = new Endpoints("http://127.0.0.1:8080",
      "http://127.0.0.1:8081", List.of("http://127.0.0.1:8090"), "127.0.0.1:9092",
      "jdbc:postgresql://127.0.0.1:5432/epro", "epro", "epro", null, null,
      new Pids(List.of(1L), List.of(2L, 3L), List.of(4L), List.of(5L)));

  @TempDir
  Path data;

  @Test
  void areTheAgreedJson() throws Exception {
    SOME.write(data);

    var json = new ObjectMapper().readTree(data.resolve("endpoints.json").toFile());
    assertThat(json).isEqualTo(new ObjectMapper().readTree("""
        {"gateway":"http://127.0.0.1:8080","gatewayAdmin":"http://127.0.0.1:8081",
         "consoles":["http://127.0.0.1:8090"],"kafka":"127.0.0.1:9092",
         "postgres":"jdbc:postgresql://127.0.0.1:5432/epro","postgresUser":"epro",
         "postgresPassword":"epro",
         "pids":{"gateway":[1],"processor":[2,3],"kafka":[4],"postgres":[5]}}"""));
  }

  @Test
  void comeBackAsTheyWereWrittenAndLeaveNothingElseBehind() throws Exception {
    SOME.write(data);
    SOME.write(data);

    assertThat(Endpoints.read(data)).contains(SOME);
    try (var files = Files.list(data)) {
      assertThat(files).hasSize(1);
    }
    Endpoints.remove(data);
    assertThat(Endpoints.read(data)).isEmpty();
  }

  @Test
  void aDamagedFileIsAnErrorThatNamesIt() throws Exception {
    Files.writeString(data.resolve("endpoints.json"), "{");

    assertThatThrownBy(() -> Endpoints.read(data)).isInstanceOf(IOException.class)
        .hasMessageContaining("endpoints.json");
  }
}
