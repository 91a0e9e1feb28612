package io.epro.bench.drain;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The same work on several threads at once. */
final class Threads {
  private Threads() {}

  /** One thread's work, from start to end. */
  interface Work {
    /** @param number of the thread, from 0 */
    void of(int number) throws IOException, SQLException;
  }

  /**
   * Returns when all have ended.
   *
   * @throws IOException with what one of them threw
   */
  static void run(int count, Work work) throws IOException {
    try (var workers = Executors.newFixedThreadPool(count)) {
      var running = IntStream.range(0, count).mapToObj(number -> workers.submit(() -> {
        work.of(number);
        return number;
      })).toList();
      for (var one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the work of a thread failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
