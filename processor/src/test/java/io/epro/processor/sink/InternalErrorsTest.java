package io.epro.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.epro.processor.sink.InternalErrors.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InternalErrorsTest {
  private static final String OF_A_PATIENT = "headache of P-1";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final InternalErrors errors = new InternalErrors(metrics, nanos::get);
  private final Logger logger = (Logger) LoggerFactory.getLogger(InternalErrors.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void tellsWhereAndWhatAndNothingOfTheRecord() {
    var rejection = errors.reject(SinkInputs.row(3, 17), Stage.ENRICH, fault());

    assertThat(rejection.reasons()).singleElement()
        .satisfies(reason -> assertThat(reason.code().code()).isEqualTo("internal_error"));
    assertThat(log.list).singleElement().satisfies(event -> {
      assertThat(event.getThrowableProxy()).as("its message may quote the record").isNull();
      assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
          .contains("ENRICH", "partition=\"3\"", "offset=\"17\"", "IllegalStateException",
              "InternalErrorsTest.fault")
          .doesNotContain(OF_A_PATIENT);
    });
  }

  @Test
  void countsEachAndLogsOneASecond() {
    for (int i = 0; i < 5; i++) {
      errors.reject(SinkInputs.row(0, i), Stage.VALIDATE, fault());
    }
    nanos.addAndGet(1_000_000_000);
    errors.reject(SinkInputs.row(0, 5), Stage.VALIDATE, fault());

    assertThat(metrics.counter("epro.processor.internal.errors", "stage", "validate").count())
        .isEqualTo(6);
    assertThat(log.list).hasSize(2);
    assertThat(log.list.getLast().getKeyValuePairs().toString()).contains("records=\"5\"");
  }

  private static RuntimeException fault() {
    return new IllegalStateException(OF_A_PATIENT, new RuntimeException(OF_A_PATIENT));
  }
}
