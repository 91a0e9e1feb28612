package io.epro.config;

import java.net.InetAddress;

/** Hosts that only programs of this machine reach. */
public final class Loopback {
  private Loopback() {}

  /**
   * Whether a host is loopback: {@code localhost} or an address literal, an IPv6 one with or without
   * brackets. Any other name is not, since what it resolves to may change.
   */
  public static boolean is(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
