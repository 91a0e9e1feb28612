package io.epro.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.RealKafka;
import io.epro.processor.ProcessorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class BrokerGroupIT {
  private final String group = RealKafka.get().newTopicName("group");

  @Test
  void theSessionTimeoutIsTheGroupsOwnOnTheBroker() throws Exception {
    try (var admin = Admin
        .create(Map.of("bootstrap.servers", RealKafka.get().bootstrapServers()))) {
      var brokerGroup = new BrokerGroup(admin, Settings.load(ProcessorSettings.class,
          Map.of("processor.group", group)));
      assertThat(brokerGroup.sessionTimeout()).isPresent();

      admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group),
          List.of(new AlterConfigOp(new ConfigEntry(BrokerGroup.SESSION_TIMEOUT, "50000"),
              AlterConfigOp.OpType.SET))))
          .all().get(30, TimeUnit.SECONDS);

      await().untilAsserted(
          () -> assertThat(brokerGroup.sessionTimeout()).hasValue(Duration.ofSeconds(50)));
      brokerGroup.advise();
    }
  }
}
