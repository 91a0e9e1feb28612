package io.epro.bench.connect;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.AbstractStatus;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.util.FutureCallback;

/** The program: a worker with one connector. Ends with 1 when one of the connector's tasks has failed. */
public final class ConnectSink {
  private static final long START_SECONDS = 60;

  private ConnectSink() {}

  /** @param arguments {@code worker.KEY=VALUE} and {@code sink.KEY=VALUE}, on top of the two files */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var herder = new ConnectStandalone().startConnect(settings("worker", arguments)).herder();
    var sink = settings("sink", arguments);
    String name = sink.getOrDefault("name", "sink");
    var created = new FutureCallback<Herder.Created<ConnectorInfo>>();
    herder.putConnectorConfig(name, sink, false, created);
    created.get(START_SECONDS, TimeUnit.SECONDS);
    while (isHealthy(herder, name)) {
      TimeUnit.SECONDS.sleep(1);
    }
    System.exit(1);
  }

  private static boolean isHealthy(Herder herder, String name) {
    return herder.connectorStatus(name).tasks().stream()
        .filter(task -> task.state().equals(AbstractStatus.State.FAILED.name()))
        .peek(task -> System.err.println(task.trace())).findAny().isEmpty();
  }

  private static Map<String, String> settings(String file, String[] arguments) throws IOException {
    var settings = new HashMap<String, String>();
    var properties = new Properties();
    try (InputStream in = ConnectSink.class.getResourceAsStream(file + ".properties")) {
      properties.load(in);
    }
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith(file + ".")) {
        settings.put(argument.substring(file.length() + 1, equals), argument.substring(equals + 1));
      }
    }
    return settings;
  }
}
