package io.epro.local.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortCheckTest {
  private static final String CONSOLE = "--console-port";

  @Test
  void freePortsAreNoProblem() {
    assertThat(check(Set.of(), ports(8080, 8090), 3)).isEmpty();
  }

  @Test
  void aBusyPortIsNamedWithItsFlag() {
    assertThat(check(Set.of(8080), ports(8080, 8090), 1)).singleElement().asString()
        .contains("port 8080 is in use").contains("--gateway-port");
  }

  @Test
  void theNextProcessorsNeedThePortsAfterTheFirst() {
    assertThat(check(Set.of(8092), ports(8080, 8090), 3)).singleElement().asString()
        .contains("port 8092").contains(CONSOLE);
    assertThat(check(Set.of(8092), ports(8080, 8090), 2)).isEmpty();
  }

  @Test
  void onePortForTwoIsAProblem() {
    assertThat(check(Set.of(), ports(8091, 8090), 2))
        .containsExactly("port 8091 is wanted by --gateway-port and by --console-port");
  }

  @Test
  void zeroIsAFreePortAndNeverAProblem() {
    assertThat(check(Set.of(0, 1, 2), ports(0, 0), 3)).isEmpty();
  }

  private static List<String> check(Set<Integer> busy, Map<String, Integer> ports,
      int consoles) {
    return new PortCheck(port -> !busy.contains(port)).problems(ports, CONSOLE, consoles);
  }

  private static Map<String, Integer> ports(int gateway, int console) {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("--gateway-port", gateway);
    ports.put(CONSOLE, console);
    return ports;
  }
}
