package io.epro.gateway.receive;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Logging as production's {@code logback.xml} has it, with our own loggers at TRACE, until it is closed.
 * Keeps every line whole: message, key-values, exceptions with their causes.
 */
final class ProductionLog implements AutoCloseable {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final JsonEncoder encoder = new JsonEncoder();

  ProductionLog() throws JoranException {
    context.reset();
    context.putProperty("EPRO_LOG_LEVEL", "TRACE");
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    var keeper = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
      }
    };
    encoder.setContext(context);
    encoder.start();
    keeper.setContext(context);
    keeper.start();
    root().detachAndStopAllAppenders();
    root().addAppender(keeper);
  }

  /** From now on the libraries tell all that they can, too, but for what production has switched off. */
  void librariesAtTrace() {
    context.getLoggerList().stream().filter(logger -> logger.getLevel() != null
        && !Level.OFF.equals(logger.getLevel())).forEach(logger -> logger.setLevel(Level.TRACE));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() throws JoranException {
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
