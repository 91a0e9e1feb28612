package io.epro.drug;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.report.ReportText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the dictionary: {@code {"drugId","name","atc"?,"unit"?}}; unknown fields are ignored.
 *
 * @param drugId ATC code or the sponsor's own, 1-64 characters
 * @param name 1-200 characters
 * @param atc ATC code of the substance, where it has one; 1-64 characters
 * @param unit of the dose, where it is not mg; 1-64 characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Drug(String drugId, String name, @Nullable String atc, @Nullable String unit) {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /** @throws IllegalArgumentException saying which field is wrong */
  public Drug {
    require("drugId", drugId, 64);
    require("name", name, 200);
    if (atc != null) {
      require("atc", atc, 64);
    }
    if (unit != null) {
      require("unit", unit, 64);
    }
  }

  /** @throws IllegalArgumentException when the bytes are no such object */
  public static Drug fromJson(byte[] value) {
    try {
      var drug = JSON.readValue(value, Drug.class);
      if (drug == null) {
        throw new IllegalArgumentException("not a JSON object");
      }
      return drug;
    } catch (IOException e) {
      throw new IllegalArgumentException("not a drug: " + firstLine(e), e);
    }
  }

  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(String field, @Nullable String value, int max) {
    if (value == null || ReportText.isTooLong(value, max) || !ReportText.isStorable(value)) {
      throw new IllegalArgumentException(field + " must have 1 to " + max
          + " characters, none of them NUL or half a surrogate pair");
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
