package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;

/**
 * Connections of commands, made one by one. Counting and sorting take their time, so that nothing limits an
 * answer but the network's own watch, and nothing their waiting for the broker.
 */
final class ToolConnection {
  private static final String OPTIONS = "-c timezone=UTC -c work_mem=64MB -c statement_timeout=0"
      + " -c idle_in_transaction_session_timeout=0";

  private ToolConnection() {}

  /** One attempt; in autocommit. */
  static Connection open(ProcessorSettings.Postgres settings) throws SQLException {
    var properties = new HashMap<>(Database.basicProperties(settings));
    properties.put("currentSchema", '"' + settings.schema() + '"');
    properties.put("options", OPTIONS);
    try (var connections = new Connections(settings.url(), properties)) {
      return connections.attempt();
    }
  }
}
