package io.epro.local.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties the life of children to that of this process, through Linux' parent death signal: when we end
 * in any way, {@code kill -9} included, the kernel kills them. The signal is bound to the
 * <em>thread</em> that forked, not to the process, so all children are forked by one thread that lives
 * as long as the JVM.
 *
 * <p>Where util-linux's {@code setpriv} and {@code setsid} are missing, children get a SIGTERM from a
 * shutdown hook, and a {@code kill -9} of this process leaves them running; a warning says so once.
 */
final class ParentDeath {
  private static final Logger LOG = LoggerFactory.getLogger(ParentDeath.class);
  private static final List<String> GUARD = List.of("setsid", "setpriv", "--pdeathsig", "KILL");
  private static final boolean GUARDED = guardWorks();
  private static final ExecutorService SPAWNER = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("spawner").daemon().factory());

  private ParentDeath() {}

  static Command guard(Command command) {
    return GUARDED ? command.behind(GUARD) : command;
  }

  static Process spawn(ProcessBuilder builder) throws IOException {
    var started = SPAWNER.submit(builder::start);
    try {
      var process = started.get(30, TimeUnit.SECONDS);
      if (!GUARDED) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-child"));
      }
      return process;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no process within 30 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting a process", e);
    }
  }

  private static boolean guardWorks() {
    try {
      var probe = new ProcessBuilder(
          Stream.concat(GUARD.stream(), Stream.of("true")).toList())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      if (probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0) {
        return true;
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("No parent death guard");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.warn("setsid and setpriv (util-linux) are missing: a kill -9 of this process leaves its"
        + " children running");
    return false;
  }
}
