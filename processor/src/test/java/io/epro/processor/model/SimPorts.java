package io.epro.processor.model;

import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.PatientHash;
import io.epro.processor.erase.Register;
import io.epro.processor.ledger.Books;
import io.epro.processor.ledger.GroupOffsets;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One process's ways to database and broker. Between any two steps of it others may run, or it may end. */
final class SimPorts
    implements
    SimDatabase.Client,
    Ledger,
    Books,
    SourceLog,
    GroupOffsets,
    Erasures,
    RejectTopic {
  static final long LOCK_TIMEOUT_NANOS = 60_000_000;

  private static final byte[] KEY = {1};

  private final World world;
  private final SimProcess process;
  private @Nullable Register register;

  SimPorts(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  SimProcess process() {
    return process;
  }

  @Override
  public boolean runs() {
    return process.runs();
  }

  @Override
  public void point(SimDatabase.Step step) {
    world.story.tell(() -> world.who() + " " + words(step.name()));
    world.schedule.point();
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void between() {
    world.schedule.point();
  }

  @Override
  public boolean awaitLock(SimSession session) {
    world.story.tell(() -> world.who() + " waits for a lock");
    return world.schedule.await(() -> !session.waits(), LOCK_TIMEOUT_NANOS);
  }

  @Override
  public void mark(Situation situation) {
    world.story.mark(situation);
  }

  @Override
  public void committing(SimSession session, Tables before) {
    world.laws.committing(session);
    if (!session.holes().isEmpty()) {
      world.story.mark(Situation.HOLE);
    }
  }

  @Override
  public void committed(SimSession session) {
    world.story.tell(() -> "the database commits for " + process.name + ": " + session.ledger());
    if (!process.runs()) {
      world.story.mark(Situation.LATE_WRITE);
    }
    world.laws.committed(world.database.tables());
  }

  @Override
  public OptionalLong nextOffset(int partition) {
    return asked("reads the ledger of p" + partition, () -> {
      Tables.Books books = world.database.tables().ledger.get(partition);
      return books == null ? OptionalLong.empty() : OptionalLong.of(books.next());
    });
  }

  @Override
  public long open(int partition, long firstOffset) {
    return asked("opens the books of p" + partition + " at " + firstOffset,
        () -> world.database.tables().ledger
            .computeIfAbsent(partition, _ -> Tables.Books.opened(firstOffset)).next());
  }

  @Override
  public Map<Integer, Long> nextOffsets() {
    return asked("reads the whole ledger", () -> {
      var all = new TreeMap<Integer, Long>();
      world.database.tables().ledger.forEach((p, books) -> all.put(p, books.next()));
      return all;
    });
  }

  @Override
  public boolean alone(Runnable work) {
    if (!asked("asks to be alone", () -> world.database.tryAdvisory(process))) {
      return false;
    }
    try {
      work.run();
      if (!world.database.holdsAdvisory(process)) {
        throw new OutageException("the session was ended");
      }
      return true;
    } finally {
      world.database.releaseAdvisory(process);
    }
  }

  @Override
  public Register current() {
    Register known = register;
    if (known == null) {
      known = asked("reads the register", () -> register(world.database.tables()));
      register = known;
    }
    return known;
  }

  private static Register register(Tables tables) {
    var hash = new PatientHash(KEY);
    return new Register(tables.registerVersion(), KEY, tables.register.keySet().stream()
        .map(patient -> patient.getBytes(StandardCharsets.UTF_8))
        .map(utf8 -> ByteBuffer.wrap(hash.of(utf8, 0, utf8.length).array().clone()))
        .collect(Collectors.toSet()));
  }

  @Override
  public void outdated() {
    register = null;
  }

  private void ask(String what) {
    world.story.tellNews(world.who(), () -> world.who() + " " + what);
    world.schedule.point();
  }

  private <T> T asked(String what, Supplier<T> question) {
    ask(what);
    world.database.refuseIfDown();
    T answer = question.get();
    world.schedule.point();
    return answer;
  }

  @Override
  public long beginning(int partition) {
    return broker("asks where p" + partition + " begins", () -> world.log.beginning(partition));
  }

  @Override
  public boolean holdsRecord(int partition, long from, long to) {
    return broker("looks into p" + partition + " from " + from + " to " + to,
        () -> world.log.holdsRecord(partition, from, to));
  }

  @Override
  public Map<Integer, Long> committed() {
    return broker("asks for the group's offsets", world.group::committed);
  }

  @Override
  public boolean empty() {
    return broker("asks whether the group is empty", world.group::empty);
  }

  @Override
  public void set(Map<Integer, Long> offsets) {
    broker("sets the group to " + offsets, () -> {
      world.group.set(offsets);
      world.story.mark(Situation.REWIND);
      return true;
    });
  }

  private <T> T broker(String what, Supplier<T> question) {
    ask(what);
    if (world.kafkaDown()) {
      throw new OutageException("the broker is away");
    }
    T answer = question.get();
    world.schedule.point();
    return answer;
  }

  @Override
  public void publish(List<Rejection> rejections) {
    for (Rejection rejection : rejections) {
      broker("publishes a reject", () -> {
        world.laws.rejectAcknowledged(rejection);
        return true;
      });
      if (world.faults.strikes(Situation.REJECTS_UNSENT, 20)) {
        world.story.tell(() -> "  its acknowledgement is lost");
        throw new OutageException("a reject was not acknowledged");
      }
    }
  }
}
