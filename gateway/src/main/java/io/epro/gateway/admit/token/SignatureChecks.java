package io.epro.gateway.admit.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures on a fixed number of threads, in the order of asking. Strangers can make tokens
 * that only their signature gives away, as many as they like; what that costs is spent here, so that
 * those who are known already do not notice.
 */
final class SignatureChecks implements AutoCloseable {
  private final ThreadPoolExecutor threads;

  /** @param most checks that wait */
  SignatureChecks(int threadCount, int most) {
    this.threads = new ThreadPoolExecutor(threadCount, threadCount, 0, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(most), Thread.ofPlatform().name("tokens-", 1).daemon().factory());
  }

  /** Null when too many wait, or after {@link #close}. Never blocks. */
  <T> @Nullable CompletionStage<T> submit(Supplier<T> check) {
    try {
      return CompletableFuture.supplyAsync(check, threads);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  int waiting() {
    return threads.getQueue().size();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
