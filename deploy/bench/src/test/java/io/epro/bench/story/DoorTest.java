package io.epro.bench.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DoorTest {
  private final CountDownLatch open = new CountDownLatch(1);
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  @Test
  void aThreadPerReportTakesWhateverComes() {
    try (var door = new ThreadPerReport(this::work)) {
      for (int i = 0; i < 10_000; i++) {
        door.take(body(i));
      }
      assertThat(door.waiting()).isEqualTo(10_000);

      open.countDown();

      await().until(() -> done.size() == 10_000 && door.waiting() == 0);
    }
  }

  @Test
  void aFullQueueMakesTheNextSenderWait() throws Exception {
    try (var door = new Dispatcher(3, 2, () -> this::work)) {
      for (int i = 0; i < 5; i++) {
        door.take(body(i));
      }
      await().until(() -> door.waiting() == 3);
      var sender = Thread.ofVirtual().start(() -> take(door, 5));
      await().until(() -> sender.getState() == Thread.State.WAITING);

      open.countDown();

      assertThat(sender.join(Duration.ofSeconds(10))).isTrue();
      await().until(() -> done.size() == 6);
    }
  }

  private static void take(Door door, int number) {
    try {
      door.take(body(number));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void work(byte[] body) {
    try {
      assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
      done.add(new String(body, UTF_8));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] body(int number) {
    return Integer.toString(number).getBytes(UTF_8);
  }
}
