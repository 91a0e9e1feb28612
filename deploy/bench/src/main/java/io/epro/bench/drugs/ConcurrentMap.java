package io.epro.bench.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A ConcurrentHashMap, the article's second; its key is made from the slice unless it is ready. */
final class ConcurrentMap implements Dictionary {
  private final Map<String, byte[]> drugs = new ConcurrentHashMap<>();
  private final boolean ready;

  ConcurrentMap(boolean ready) {
    this.ready = ready;
  }

  @Override
  public byte @Nullable [] find(Questions questions, int at) {
    return drugs.get(ready ? questions.ready(at) : questions.string(at));
  }

  @Override
  public void put(byte[] id, byte[] fragment) {
    drugs.put(new String(id, UTF_8), fragment);
  }
}
