package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under the streams protocol it is the brokers who say how soon a dead member is missed. A broker that
 * nobody tuned waits 45 s, so the start tells where it is longer than the configuration wishes.
 */
public final class BrokerGroup {
  /** Of the group's settings on the broker, by Kafka's name. */
  static final String SESSION_TIMEOUT = "streams.session.timeout.ms";
  private static final Logger LOG = LoggerFactory.getLogger(BrokerGroup.class);

  private final Admin admin;
  private final ProcessorSettings settings;

  public BrokerGroup(Admin admin, ProcessorSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /** Warns where a dead member would be missed late. Never a reason not to start. */
  public void advise() {
    if (settings.groupProtocol() == GroupProtocol.CLASSIC) {
      return;
    }
    sessionTimeout().filter(timeout -> timeout.compareTo(settings.sessionTimeout()) > 0)
        .ifPresent(timeout -> LOG.atWarn().addKeyValue("group", settings.group())
            .addKeyValue("brokersSessionTimeout", timeout)
            .addKeyValue("wanted", settings.sessionTimeout())
            .log("The partitions of an instance that dies will wait for the brokers' session"
                + " timeout; docs/operations.md says what to set there"));
  }

  /** What the brokers have in force for the group; empty where they do not tell. */
  Optional<Duration> sessionTimeout() {
    var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
    try {
      var config = KafkaCall.get("tell the settings of group " + settings.group(),
          admin.describeConfigs(List.of(group)).values().get(group));
      return Optional.ofNullable(config.get(SESSION_TIMEOUT)).map(ConfigEntry::value)
          .map(Long::parseLong).map(Duration::ofMillis);
    } catch (ExecutionException | OutageException e) {
      LOG.atInfo().addKeyValue("group", settings.group())
          .addKeyValue("reason", e.getMessage())
          .log("The brokers do not tell their session timeout");
      return Optional.empty();
    }
  }
}
