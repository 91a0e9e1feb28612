package io.epro.bench.load;

/**
 * What the clients do.
 *
 * @param perSecond requests a second of an open loop; 0 for a closed one
 * @param mostWaiting requests of an open loop that may wait for a connection
 * @param lines reports in each request; with 1, a single report and not a batch
 * @param threads of the clients
 * @param server process whose CPU time and allocated bytes are taken; {@code broker} is 0 for none
 * @param jwtKey file that signs the patients' tokens; empty for none
 */
public record LoadPlan(int port, int connections, double perSecond, int mostWaiting, int lines,
    int threads, long warmUpMillis, long windowMillis, long server, long broker, String jwtKey) {

  /** Each connection busy, single reports, no tokens, one thread. */
  public static LoadPlan closed(int port, int connections, long warmUpMillis, long windowMillis) {
    return new LoadPlan(port, connections, 0, 0, 1, 1, warmUpMillis, windowMillis, 0, 0, "");
  }

  public LoadPlan withProcesses(long serverPid, long brokerPid) {
    return new LoadPlan(port, connections, perSecond, mostWaiting, lines, threads, warmUpMillis,
        windowMillis, serverPid, brokerPid, jwtKey);
  }

  public LoadPlan withLines(int count) {
    return new LoadPlan(port, connections, perSecond, mostWaiting, count, threads, warmUpMillis,
        windowMillis, server, broker, jwtKey);
  }

  public LoadPlan withThreads(int count) {
    return new LoadPlan(port, connections, perSecond, mostWaiting, lines, count, warmUpMillis,
        windowMillis, server, broker, jwtKey);
  }

  public LoadPlan withTokens(String key) {
    return new LoadPlan(port, connections, perSecond, mostWaiting, lines, threads, warmUpMillis,
        windowMillis, server, broker, key);
  }

  /** The same load as a schedule. */
  public LoadPlan open(double rate, int most) {
    return new LoadPlan(port, connections, rate, most, lines, threads, warmUpMillis, windowMillis,
        server, broker, jwtKey);
  }

  public LoadPlan during(long warmUp, long window) {
    return new LoadPlan(port, connections, perSecond, mostWaiting, lines, threads, warmUp, window,
        server, broker, jwtKey);
  }
}
