package io.epro.processor.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections for the pool, and waits here for a database that is away. The pool itself pauses for
 * up to five seconds after each failure, so that it would find out late that the database is back.
 * Thread-safe.
 */
final class Connections implements DataSource, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String url;
  private final Properties properties = new Properties();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable SQLException failure;

  /** @param properties of the driver; what the URL says goes before */
  Connections(String url, Map<String, String> properties) {
    this.url = url;
    this.properties.putAll(properties);
  }

  /** One attempt. */
  Connection attempt() throws SQLException {
    return DriverManager.getConnection(url, properties);
  }

  /** Tries until there is one; throws when this is closed or the thread interrupted. */
  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        Connection made = attempt();
        failure = null;
        return made;
      } catch (SQLException e) {
        failure = e;
        if (closedWithin(PAUSE)) {
          throw e;
        }
      }
    }
  }

  /** Why there is no connection now; null when the last attempt was good. */
  @Nullable
  SQLException failure() {
    return failure;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private boolean closedWithin(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("there is one user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {}

  /** The driver's own properties say how long. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
