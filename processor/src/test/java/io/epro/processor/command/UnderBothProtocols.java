package io.epro.processor.command;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that is run under each group protocol; with {@code -Depro.repeat=N} N times under each, for
 * whoever looks for races.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@MethodSource("io.epro.processor.command.UnderBothProtocols$Runs#all")
@interface UnderBothProtocols {

  /** What {@link UnderBothProtocols} runs. */
  final class Runs {
    private Runs() {}

    static Stream<GroupProtocol> all() {
      return IntStream.range(0, Integer.getInteger("epro.repeat", 1)).boxed()
          .flatMap(_ -> Arrays.stream(GroupProtocol.values()));
    }
  }
}
