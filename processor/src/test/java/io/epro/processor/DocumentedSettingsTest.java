package io.epro.processor;

import io.epro.docs.DocumentedKeys;
import org.junit.jupiter.api.Test;

class DocumentedSettingsTest {
  @Test
  void everyKeyIsDocumentedWithItsDefault() {
    DocumentedKeys.assertMatch(ProcessorSettings.class);
  }
}
