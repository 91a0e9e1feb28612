package io.epro.processor.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.epro.observe.AdminPages.Answer;
import io.epro.processor.ledger.OutageException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Views views = new Views();
  private final Console console = new Console(new Console.Named("live", "raw"), views, views, views,
      InstantSource.fixed(Instant.EPOCH));

  private JsonNode overview() throws IOException {
    Answer answer = console.answer("overview", Map.of()).orElseThrow();
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
    assertThat(console.answer("replays", Map.of()).orElseThrow().status()).isEqualTo(503);
  }

  @Test
  void whatThereIsNotHasNoAnswer() {
    assertThat(console.answer("none", Map.of())).isEmpty();
    assertThat(console.asset("/none")).isEmpty();
    assertThat(console.asset("/")).isPresent();
    assertThat(console.answer("drug", Map.of("id", "D-1")).orElseThrow().json())
        .isEqualTo("\"Aspirin\"");
    assertThat(console.answer("drug", Map.of()).orElseThrow().json()).isEqualTo("{}");
  }

  /** One thread that owns two partitions, the second without books yet. */
  private static final class Views implements ProcessView, TableView, GroupView {
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
