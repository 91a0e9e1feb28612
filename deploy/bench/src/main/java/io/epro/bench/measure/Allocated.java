package io.epro.bench.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.epro.local.process.ChildProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Bytes that another JVM has allocated on its heap, as it counts them itself for each thread, ended ones
 * included: not sampled. What is allocated outside the heap is not in it. Asking costs that JVM some
 * kilobytes.
 */
public final class Allocated implements AutoCloseable {
  private static final Duration ATTACH_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private Allocated(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.threads = ManagementFactory.newPlatformMXBeanProxy(connector.getMBeanServerConnection(),
        ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  /**
   * Attaches to a JVM of the same user on this machine.
   *
   * @throws IOException when it lets nobody attach
   */
  // The address comes from a JVM that this process has attached to, not from any input.
  @SuppressWarnings("BanJNDI")
  public static Allocated by(long pid) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(pid));
      try {
        var url = new JMXServiceURL(machine.startLocalManagementAgent());
        return new Allocated(JMXConnectorFactory.connect(url));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot attach to process " + pid, e);
    }
  }

  /**
   * As above, as soon as that JVM lets itself be attached to, which a JVM that has just been started
   * does not.
   */
  public static Allocated bySoon(ChildProcess jvm) throws IOException {
    long deadline = System.nanoTime() + ATTACH_LIMIT.toNanos();
    while (true) {
      try {
        return by(jvm.pid());
      } catch (IOException e) {
        if (jvm.waitFor(LOOK) || System.nanoTime() > deadline
            || Thread.currentThread().isInterrupted()) {
          throw new IOException(jvm.diagnosis(), e);
        }
      }
    }
  }

  /** Since that JVM was started. */
  public long bytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
