package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import io.smallrye.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections of commands, made one by one. Counting and sorting take their time, so that nothing limits an
 * answer but the network's own watch, and nothing their waiting for the broker.
 */
final class ToolConnection {
  private static final String OPTIONS = "-c timezone=UTC -c work_mem=64MB -c statement_timeout=0"
      + " -c idle_in_transaction_session_timeout=0";

  private ToolConnection() {}

  /** The same as the console's own user, if it has one. */
  static Connection open(ProcessorSettings.Postgres settings, ProcessorSettings.Console console)
      throws SQLException {
    var properties = properties(settings);
    console.postgresUser().ifPresent(user -> properties.put("user", user));
    console.postgresPassword().map(Secret::get)
        .ifPresent(password -> properties.put("password", password));
    return connect(settings, properties);
  }

  /** One attempt; in autocommit. */
  static Connection open(ProcessorSettings.Postgres settings) throws SQLException {
    return connect(settings, properties(settings));
  }

  private static Map<String, String> properties(ProcessorSettings.Postgres settings) {
    var properties = new HashMap<>(Database.basicProperties(settings));
    properties.put("currentSchema", '"' + settings.schema() + '"');
    properties.put("options", OPTIONS);
    return properties;
  }

  private static Connection connect(ProcessorSettings.Postgres settings,
      Map<String, String> properties) throws SQLException {
    try (var connections = new Connections(settings.url(), properties)) {
      return connections.attempt();
    }
  }
}
