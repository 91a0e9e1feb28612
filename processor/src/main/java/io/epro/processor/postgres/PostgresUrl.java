package io.epro.processor.postgres;

import io.epro.config.Loopback;
import io.epro.processor.ProcessorSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** What can be wrong with the database's URL before anybody connects. */
public final class PostgresUrl {
  private static final String KEY = "processor.postgres.url";

  private PostgresUrl() {}

  /** In words, with nothing of the URL: it may hold what must not be told. */
  public static List<String> problems(ProcessorSettings.Postgres settings) {
    Properties url = Driver.parseURL(settings.url(), new Properties());
    if (url == null) {
      return List.of(KEY + " must be like jdbc:postgresql://host:5432/database");
    }
    var problems = new ArrayList<String>();
    if (PGProperty.PASSWORD.isPresent(url)) {
      problems.add(KEY + " must not hold the password, since others print URLs: it belongs into"
          + " processor.postgres.password");
    }
    if (!settings.insecure() && !loopback(url) && !verified(url)) {
      problems.add(KEY + " is not loopback, so it must have sslmode=verify-full: patients' data"
          + " would cross the network readable, or to whoever answers. Where the network itself is"
          + " trusted, say so: processor.postgres.insecure=true");
    }
    return problems;
  }

  private static boolean loopback(Properties url) {
    var hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(url));
    return Arrays.stream(hosts.split(",", -1)).allMatch(Loopback::is);
  }

  private static boolean verified(Properties url) {
    var mode = PGProperty.SSL_MODE.getOrDefault(url);
    // As the driver reads it: ssl alone, or =true, is verify-full.
    boolean full = mode == null ? isOn(PGProperty.SSL.getOrDefault(url))
        : mode.equals("verify-full");
    return full && !PGProperty.SSL_FACTORY.isPresent(url)
        && !PGProperty.SSL_HOSTNAME_VERIFIER.isPresent(url);
  }

  private static boolean isOn(@Nullable String ssl) {
    return ssl != null && (ssl.isEmpty() || ssl.equals("true"));
  }
}
