package io.epro.processor.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.epro.observe.AdminPages.Answer;
import io.epro.observe.AdminRole;
import io.epro.observe.AdminUser;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.redrive.Redriver;
import io.epro.processor.redrive.Selection;
import io.epro.processor.replay.ReplayDiff;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AdminUser READER = new AdminUser("reader", Set.of(AdminRole.READ));
  private static final AdminUser OPERATOR = new AdminUser("ann",
      Set.of(AdminRole.READ, AdminRole.OPERATE));
  private static final AdminUser ALL = new AdminUser("ann", Set.of(AdminRole.values()));

  private final Sides views = new Sides();
  private final Tools tools = new Tools();
  private final Console console = new Console(new Console.Named("live", "raw"),
      new Views(views, views, views), tools, InstantSource.fixed(Instant.EPOCH));

  private JsonNode overview() throws IOException {
    Answer answer = console.answer("overview", Map.of(), READER).orElseThrow();
    assertThat(answer.status()).isEqualTo(200);
    return JSON.readTree(answer.json());
  }

  private static List<String> alerts(JsonNode overview) {
    var texts = new ArrayList<String>();
    overview.get("alerts").forEach(alert -> texts.add(alert.get("text").asText()));
    return texts;
  }

  @Test
  void whereAllIsWellNothingIsToBeDone() throws IOException {
    var overview = overview();
    assertThat(alerts(overview)).isEmpty();
    assertThat(overview.get("partitions")).hasSize(2);
    assertThat(overview.get("partitions").get(0).get("lag").asInt()).isEqualTo(3);
    assertThat(overview.get("partitions").get(0).get("owner").asText()).isEqualTo("a-thread");
    assertThat(overview.get("partitions").get(1).get("book").isNull()).isTrue();
  }

  @Test
  void eachThingThatNeedsSomebodyIsSaid() throws IOException {
    views.reasons = List.of("the database is away");
    views.owned = List.of(0);
    views.state = new TableView.State("18", true, 1, 1, TableView.COUNTED_TO + 1, 7);
    views.book = new TableView.Book(0, 0, 7, 1, 1, 1, 1, 1);
    assertThat(alerts(overview())).containsExactly(
        "This instance is not ready: the database is away",
        "The books of partition 0 do not add up: run reconcile",
        "7 offsets were deleted from the topic before they were read",
        "1 partitions have no owner", "The database only reads: it is a standby",
        "More than 10,000 rejections are open");
  }

  @Test
  void whoDoesNotAnswerIsNamedAndTheRestIsShown() throws IOException {
    views.databaseAway = true;
    var overview = overview();
    assertThat(alerts(overview)).containsExactly("the database is away");
    assertThat(overview.get("tables").isNull()).isTrue();
    assertThat(overview.get("partitions")).hasSize(2);
    assertThat(console.answer("replays", Map.of(), READER).orElseThrow().status()).isEqualTo(503);
  }

  @Test
  void whatThereIsNotHasNoAnswer() {
    assertThat(console.answer("none", Map.of(), ALL)).isEmpty();
    assertThat(console.asset("/none")).isEmpty();
    assertThat(console.asset("/")).isPresent();
    assertThat(console.answer("drug", Map.of("id", "D-1"), READER).orElseThrow().json())
        .isEqualTo("\"Aspirin\"");
    assertThat(console.answer("drug", Map.of(), READER).orElseThrow().json()).isEqualTo("{}");
  }

  private Answer act(String name, String json, AdminUser by) {
    return console.act(name, json.getBytes(UTF_8), by).orElseThrow();
  }

  private String job() throws IOException {
    return JSON.readTree(console.answer("job", Map.of(), READER).orElseThrow().json())
        .path("outcome").asText("");
  }

  @Test
  void rawRecordsAndWhatChangesSomethingTakeTheirRoles() {
    var where = Map.of("partition", "1", "offset", "5");
    assertThat(console.answer("raw", where, OPERATOR).orElseThrow())
        .isEqualTo(
            new Answer(403, "{\"detail\":\"this takes a token with the scope console:raw\"}"));
    assertThat(console.answer("raw", where, ALL).orElseThrow().json()).contains("\"raw\":\"aGk=\"");
    assertThat(console.answer("raw", Map.of("partition", "x"), ALL).orElseThrow().status())
        .isEqualTo(400);
    for (var deed : List.of("count", "redrive", "discard", "replay", "stop", "none")) {
      assertThat(act(deed, "{}", READER).status()).as(deed).isEqualTo(403);
    }
    assertThat(console.act("none", "{}".getBytes(UTF_8), OPERATOR)).isEmpty();
    assertThat(tools.done).isEmpty();
  }

  @Test
  void whatWasCountedIsWhatIsDone() throws IOException {
    var counted = JSON.readTree(act("count", "{\"codes\":[\"too_long\"]}", OPERATOR).json());
    assertThat(counted.get("open").asInt()).isEqualTo(7);
    String meant = "{\"codes\":[\"too_long\"],\"until\":\"" + counted.get("at").asText() + "\"";
    assertThat(act("redrive", meant + "}", OPERATOR).status()).isEqualTo(200);
    await()
        .until(() -> job().equals("3 published again; 1 left alone: their reports had 3 chances"));
    assertThat(act("discard", meant + ",\"reason\":\"a test site\"}", OPERATOR).status())
        .isEqualTo(200);
    await().until(() -> job().equals("7 rejections discarded"));
    assertThat(tools.done).containsExactly("redrive [too_long] until 1970-01-01T00:00:01Z by ann",
        "discard [too_long] until 1970-01-01T00:00:01Z by ann: a test site");
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    assertThat(act("redrive", "[]", OPERATOR).json()).contains("send a JSON object");
    assertThat(act("redrive", "{", OPERATOR).status()).isEqualTo(400);
    assertThat(act("redrive", "{}", OPERATOR).json()).contains("until is missing");
    assertThat(act("redrive", "{\"until\":\"now\"}", OPERATOR).json()).contains("a time like");
    assertThat(act("discard", "{\"until\":\"1970-01-01T00:00:01Z\",\"reason\":\" \"}", OPERATOR)
        .json()).contains("a reason is needed");
    assertThat(act("replay", "{\"name\":\"No Name\"}", OPERATOR).json())
        .contains("a replay's name");
    assertThat(tools.done).isEmpty();
  }

  @Test
  void oneAtATimeAndAReplayStopsWhenTold() throws IOException {
    act("replay", "{\"name\":\"r1\",\"from\":\"5\"}", OPERATOR);
    assertThat(act("replay", "{\"name\":\"r2\"}", OPERATOR).status()).isEqualTo(409);
    await().until(() -> console.answer("job", Map.of(), READER).orElseThrow().json()
        .contains("\"done\":1,\"total\":2"));
    act("stop", "{}", OPERATOR);
    await().until(() -> job().equals("stopped; begun again it goes on"));
  }

  @Test
  void whatEndsBadlySaysWhyAndWithoutDataWhereItIsABug() throws IOException {
    tools.fault = new OutageException("the database is away");
    act("replay", "{\"name\":\"r1\"}", OPERATOR);
    await().until(() -> job().equals("the database is away"));
    tools.fault = new IllegalStateException("P-4711");
    act("replay", "{\"name\":\"r1\"}", OPERATOR);
    await().until(() -> job().equals("it met a bug; the log says which"));
  }

  @Test
  void closingTheConsoleEndsAReplay() throws IOException {
    act("replay", "{\"name\":\"r1\"}", OPERATOR);
    console.close();
    assertThat(job()).isEqualTo("stopped; begun again it goes on");
  }

  @Test
  void aDiffShowsPatientsToWhomMaySeeThem() {
    assertThat(console.answer("replay-diff", Map.of("name", "r1"), READER).orElseThrow().json())
        .contains("\"patientId\":\"P***\"").doesNotContain("P-4711", "36.6");
    assertThat(console.answer("replay-diff", Map.of("name", "r1"), ALL).orElseThrow().json())
        .contains("P-4711", "36.6");
  }

  /** Writes down what it is told to do; a replay runs until it is stopped. */
  private static final class Tools implements Operations {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable RuntimeException fault;

    @Override
    public Count count(Selection selection) {
      return new Count(7, Instant.ofEpochSecond(1));
    }

    @Override
    public Redriver.Outcome redrive(Selection selection, String by, Watcher watcher) {
      done.add("redrive " + selection.codes() + " until " + selection.until() + " by " + by);
      return new Redriver.Outcome(3, 0, 1, 0);
    }

    @Override
    public long discard(Selection selection, String reason, String by) {
      done.add("discard " + selection.codes() + " until " + selection.until() + " by " + by + ": "
          + reason);
      return 7;
    }

    @Override
    public boolean replay(ReplayOrder order, Watcher watcher) {
      if (fault != null) {
        throw fault;
      }
      watcher.at("offsets", 1, 2);
      try {
        return !stopped.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public ReplayDiff diff(String replay, int samples) {
      return new ReplayDiff(1, 1, Map.of("temperature", 1L), 0, 0, Map.of(),
          List.of(new ReplayDiff.Sample(ReplayDiff.Kind.CHANGED, "P-4711", "id",
              List.of("temperature"), Map.of("temperature", List.of("36.6", "36.7")))));
    }

    @Override
    public void stop() {
      stopped.countDown();
    }
  }

  /** One thread that owns two partitions, the second without books yet. */
  private static final class Sides implements ProcessView, TableView, GroupView {
    private List<String> reasons = List.of();
    private List<Integer> owned = List.of(0, 1);
    private TableView.State state = new TableView.State("18", false, 1, 1, 0, 0);
    private Book book = new Book(0, 0, 7, 3, 1, 1, 1, 1);
    private boolean databaseAway;

    @Override
    public Self self() {
      return new Self("1", 1, reasons, 1, 1, 1, 0);
    }

    @Override
    public List<Bucket> latency() {
      return List.of(new Bucket(0.1, 1));
    }

    @Override
    public Optional<JsonNode> drug(String drugId) {
      return drugId.equals("D-1") ? Optional.of(new TextNode("Aspirin")) : Optional.empty();
    }

    @Override
    public SortedMap<String, Setting> settings() {
      return new TreeMap<>();
    }

    @Override
    public Map<Integer, Ends> ends() {
      return Map.of(0, new Ends(0, 10), 1, new Ends(0, 0));
    }

    @Override
    public List<Member> members() {
      return List.of(new Member("a", "a-thread", "host", owned));
    }

    @Override
    public List<Book> books() {
      return answered(List.of(book));
    }

    @Override
    public TableView.State state() {
      return answered(state);
    }

    @Override
    public String groupState() {
      return "Stable";
    }

    @Override
    public List<Rejected> rejections(@Nullable String state, @Nullable String code, int limit) {
      return answered(List.of());
    }

    @Override
    public Optional<RawRecord> raw(int partition, long offset) {
      return Optional.of(new RawRecord(partition, offset, null, "hi".getBytes(UTF_8)));
    }

    @Override
    public List<Replayed> replays() {
      return answered(List.of());
    }

    @Override
    public List<Unknown> unknownDrugs(int limit) {
      return answered(List.of());
    }

    private <T> T answered(T answer) {
      if (databaseAway) {
        throw new OutageException("the database is away");
      }
      return answer;
    }
  }
}
