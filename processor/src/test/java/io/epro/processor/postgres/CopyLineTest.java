package io.epro.processor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyLineTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "COPY report, line 17                                                    | 17",
    "COPY report, line 3, column medications                                 | 3",
    "COPY staged_report, line 3, column patient_id                           | 3",
    "PL/pgSQL function refuse() line 5 at RAISE#COPY report, line 9          | 9",
    "PL/pgSQL function refuse() line 5 at RAISE                              | 0",
    "COPY report, line 9#SQL statement \"insert into audit …\"               | 0",
    "COPY audit, line 9                                                      | 0",
    "COPY report, Zeile 9                                                    | 0",
    "COPY report, line 99999999999                                           | 0",
    "''                                                                      | 0"})
  void onlyTheOutermostContextOfOurOwnCopyCounts(String context, int line) {
    assertThat(CopyLine.of(context.replace('#', '\n'))).isEqualTo(line);
  }
}
