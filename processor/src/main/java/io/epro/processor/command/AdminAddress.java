package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** Where other instances reach this one's admin port. */
final class AdminAddress {
  private static final Pattern FORM = Pattern
      .compile("([^:\\[\\]/]+|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}");

  private AdminAddress() {}

  static List<String> problems(ProcessorSettings.Admin admin) {
    return admin.advertised().filter(address -> !FORM.matcher(address).matches())
        .map(address -> "processor.admin.advertised must be like processor-1.example:8090, not \""
            + address + "\"")
        .stream().toList();
  }

  /** @param port that was bound */
  static String of(ProcessorSettings.Admin admin, int port) {
    return admin.advertised().orElseGet(() -> host(admin.host()) + ":" + port);
  }

  /** The host's own address where it listens on all; in a container that is the container's. */
  private static String host(String configured) {
    try {
      var address = InetAddress.getByName(configured);
      var reached = address.isAnyLocalAddress() ? InetAddress.getLocalHost() : address;
      String literal = reached.getHostAddress().replaceFirst("%.*", "");
      return literal.contains(":") ? "[" + literal + "]" : literal;
    } catch (UnknownHostException e) {
      return configured;
    }
  }
}
