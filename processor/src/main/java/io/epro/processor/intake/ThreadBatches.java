package io.epro.processor.intake;

import io.epro.processor.sink.ThreadBatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;

/**
 * Brings together what Streams makes in two places: a thread's producer, whose flush must write the
 * batch, and the sinks of the thread's tasks, which fill it. Both know the thread's name.
 */
public final class ThreadBatches {
  /** Streams names a thread's producer after the thread (ClientUtils.producerClientId). */
  private static final String PRODUCER_SUFFIX = "-producer";

  private final Function<Producer<byte[], byte[]>, ThreadBatch> factory;
  private final Map<String, ThreadBatch> byThread = new ConcurrentHashMap<>();

  /** @param factory makes a thread's batch, which may publish on the thread's producer */
  public ThreadBatches(Function<Producer<byte[], byte[]>, ThreadBatch> factory) {
    this.factory = factory;
  }

  /** Makes the batch of the thread that this producer belongs to. */
  ThreadBatch create(String producerClientId, Producer<byte[], byte[]> producer) {
    if (!producerClientId.endsWith(PRODUCER_SUFFIX)) {
      throw new IllegalStateException("the producer " + producerClientId
          + " is not named after its stream thread: this version of Kafka Streams works otherwise");
    }
    ThreadBatch batch = factory.apply(producer);
    byThread.put(
        producerClientId.substring(0, producerClientId.length() - PRODUCER_SUFFIX.length()),
        batch);
    return batch;
  }

  /** The batch of the calling stream thread. */
  public ThreadBatch ofCurrentThread() {
    String thread = Thread.currentThread().getName();
    ThreadBatch batch = byThread.get(thread);
    if (batch == null) {
      throw new IllegalStateException("the thread " + thread + " has no producer of its own");
    }
    return batch;
  }
}
