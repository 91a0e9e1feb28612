package io.epro.gateway;

import io.epro.docs.DocumentedKeys;
import org.junit.jupiter.api.Test;

class GatewayConfigurationTest {

  @Test
  void thePageListsEveryKeyWithItsDefault() {
    DocumentedKeys.assertMatch(GatewaySettings.class);
  }
}
