package io.epro.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.up.DataLock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpTest {
  @TempDir
  Path data;

  @ParameterizedTest
  @ValueSource(strings = {"--processors=0", "--processors=many", "--for=soon", "--for=0s",
    "--rate=0", "--kafka-port=70000", "--console-port=65535 --processors=2", "--unheard-of"})
  void wrongUsageIsExitCodeTwoAndSaysWhy(String arguments) {
    var said = new StringWriter();
    var flag = arguments.substring(0, arguments.indexOf('=') < 0 ? arguments.length()
        : arguments.indexOf('='));

    int code = Up.commandLine().setErr(new PrintWriter(said)).execute(arguments.split(" ", -1));

    assertThat(code).isEqualTo(2);
    assertThat(said.toString()).contains(flag).contains("Usage: up");
  }

  @Test
  void aBusyPortEndsItBeforeAnythingStarts() throws Exception {
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int code = Up.commandLine().execute("--data", data.toString(), "--kafka-port",
          Integer.toString(busy.getLocalPort()));

      assertThat(code).isEqualTo(1);
      assertThat(data.resolve("kafka")).doesNotExist();
    }
  }

  @Test
  void aSecondOneOnTheSameDataEndsAtOnce() throws Exception {
    try (var first = DataLock.take(data)) {
      assertThat(first).isNotNull();
      assertThat(Up.commandLine().execute("--data", data.toString())).isEqualTo(1);
    }
  }

  @Test
  void aProcessorCommandNeedsARunningSystem() {
    assertThat(ProcessorCommand.commandLine()
        .execute("--data", data.toString(), "reconcile", "--json")).isEqualTo(1);
  }
}
