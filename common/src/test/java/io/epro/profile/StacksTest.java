package io.epro.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StacksTest {

  @ParameterizedTest
  @CsvSource({
    "java.lang.String, java.lang.String",
    "[B, byte[]",
    "[[J, long[][]",
    "[Ljava.lang.String;, java.lang.String[]",
    "io.epro.A$$Lambda+0x00007f1b2c0a4d58/0x1, io.epro.A$$Lambda",
    "io.epro.A$$Lambda.0x00007f1b2c0a4d58, io.epro.A$$Lambda",
    "java.lang.invoke.LambdaForm$MH+0x0000000801001000, java.lang.invoke.LambdaForm$MH",
    "java.lang.invoke.LambdaForm$DMH.0x01, java.lang.invoke.LambdaForm$DMH"})
  void namesAreThoseOfTheSourceAndTheSameAtEachStart(String recorded, String readable) {
    assertThat(Stacks.readable(recorded)).isEqualTo(readable);
  }
}
