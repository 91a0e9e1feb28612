package io.epro.processor.validate;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.util.Map;

/** The rules as they are without configuration. */
final class TestRules {
  static final Rules DEFAULT = Rules
      .from(Settings.load(ProcessorSettings.class, Map.of()).rules());

  private TestRules() {}
}
