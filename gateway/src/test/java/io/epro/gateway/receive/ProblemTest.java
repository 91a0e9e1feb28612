package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void everyProblemIsAProblemDocument(ProblemCode code) throws Exception {
    var json = JSON.readTree(Problem.of(code, "what is wrong").toJson());

    assertThat(json.fieldNames()).toIterable()
        .containsExactly("type", "title", "status", "detail", "code", "retryable");
    assertThat(json.get("type").textValue()).isEqualTo("urn:epro:problem:" + code.code());
    assertThat(json.get("title").textValue()).isEqualTo(code.title()).isNotBlank();
    assertThat(json.get("status").intValue()).isEqualTo(code.status()).isBetween(400, 503);
    assertThat(json.get("detail").textValue()).isEqualTo("what is wrong");
    assertThat(json.get("code").textValue()).isEqualTo(code.code()).matches("[a-z_]+");
    assertThat(json.get("retryable").booleanValue()).isEqualTo(code.retryable());
  }

  @Test
  void aFieldIsPointedAt() throws Exception {
    var json = JSON.readTree(
        new Problem(ProblemCode.MISSING_PATIENT_ID, "detail", "/patientId").toJson());

    assertThat(json.get("pointer").textValue()).isEqualTo("/patientId");
  }

  @Test
  void aDetailMayHoldAnyCharacters() throws Exception {
    var json = JSON.readTree(Problem.of(ProblemCode.BAD_REQUEST, "\"\\\n\u0001").toJson());

    assertThat(json.get("detail").textValue()).isEqualTo("\"\\\n\u0001");
  }

  @Test
  void codesAreUnique() {
    assertThat(Arrays.stream(ProblemCode.values()).map(ProblemCode::code)).doesNotHaveDuplicates();
  }

  @Test
  void everythingThatMayPassIsRetryableAndNothingElse() {
    assertThat(Arrays.stream(ProblemCode.values()).filter(ProblemCode::retryable))
        .extracting(ProblemCode::status).containsOnly(408, 429, 500, 503);
  }
}
