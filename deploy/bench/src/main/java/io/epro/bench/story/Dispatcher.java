package io.epro.bench.story;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The second version: a bounded queue, which makes senders wait when it is full, and a fixed number of threads. */
final class Dispatcher implements Door {
  private final BlockingQueue<byte[]> queue;
  private final List<Thread> workers;

  /** @param work of each worker */
  Dispatcher(int length, int workers, Supplier<Work> work) {
    queue = new ArrayBlockingQueue<>(length);
    this.workers = IntStream.range(0, workers).mapToObj(number -> {
      var own = work.get();
      return Thread.ofPlatform().name("worker-" + number).daemon().start(() -> work(own));
    }).toList();
  }

  @Override
  public void take(byte[] body) throws InterruptedException {
    queue.put(body);
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  @Override
  public void close() {
    workers.forEach(Thread::interrupt);
  }

  private void work(Work own) {
    try {
      while (true) {
        own.process(queue.take());
      }
    } catch (InterruptedException e) {
      // The service stops.
    }
  }
}
