package io.epro.bench.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Bytes that another JVM has allocated on its heap, as it counts them itself for each thread, ended ones
 * included: not sampled. What is allocated outside the heap is not in it. Asking costs that JVM some
 * kilobytes.
 */
public final class Allocated implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private Allocated(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.threads = ManagementFactory.newPlatformMXBeanProxy(connector.getMBeanServerConnection(),
        ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  /**
   * Attaches to a JVM of the same user on this machine. One that has just been started is waited for:
   * the JDK asks by SIGQUIT for a socket, does not send it to a process that does not catch it yet,
   * looks again after five seconds, and gives up where that is too early, too. So it is asked only when
   * the JVM shows itself (it has its handler then), and more than once. A JVM that shows itself to
   * nobody ({@code -XX:-UsePerfData}) is asked after {@link #START_LIMIT}.
   *
   * @throws IOException when it has ended, or lets nobody attach although it had that time
   */
  public static Allocated by(long pid) throws IOException {
    var process = ProcessHandle.of(pid)
        .orElseThrow(() -> new IOException("there is no process " + pid));
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!showsItself(pid) && System.nanoTime() - deadline < 0) {
      awaitNextLook(process);
    }
    while (true) {
      try {
        return attached(pid);
      } catch (AttachNotSupportedException | IOException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw new IOException("process " + pid + " lets nobody attach, after "
              + START_LIMIT.toSeconds() + " s: " + e.getMessage(), e);
        }
        awaitNextLook(process);
      }
    }
  }

  private static boolean showsItself(long pid) {
    return VirtualMachine.list().stream().anyMatch(jvm -> jvm.id().equals(Long.toString(pid)));
  }

  // The address comes from a JVM that this process has attached to, not from any input.
  @SuppressWarnings("BanJNDI")
  private static Allocated attached(long pid) throws AttachNotSupportedException, IOException {
    var machine = VirtualMachine.attach(Long.toString(pid));
    try {
      var url = new JMXServiceURL(machine.startLocalManagementAgent());
      return new Allocated(JMXConnectorFactory.connect(url));
    } finally {
      machine.detach();
    }
  }

  /** @throws IOException when it ends meanwhile */
  private static void awaitNextLook(ProcessHandle process) throws IOException {
    try {
      process.onExit().get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      throw new IOException("process " + process.pid() + " ended before one could attach to it");
    } catch (TimeoutException e) {
      // It runs.
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while process " + process.pid() + " started", e);
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
