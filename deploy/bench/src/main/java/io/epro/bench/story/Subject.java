package io.epro.bench.story;

import java.io.IOException;
import java.util.List;

/** What the story is told of: a service at one stage, or the pipeline. Confined to one thread. */
interface Subject extends AutoCloseable {
  String title();

  /** Ready on return. */
  void start() throws IOException;

  /** Takes reports over HTTP. */
  int port();

  /** Its JVMs, in the order of the data. */
  List<Jvm> jvms();

  /** Its table of reports, with a time and a moment of storing for each. */
  String table();

  /** SIGKILL to all of it. */
  void kill();

  /** Once more, on the same ports; ready on return. */
  void startAgain() throws IOException;

  @Override
  void close();

  /** @param admin address of the admin port */
  record Jvm(long pid, String admin) {}
}
