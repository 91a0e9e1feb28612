package io.epro.processor.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.epro.drug.Drug;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.Report.Medication;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnricherTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ShardedDrugStore drugs = new ShardedDrugStore();
  private final LookupCounts counts = new LookupCounts();
  private final Enricher enricher = new Enricher(drugs, counts);

  @Test
  void addsWhatTheDictionaryKnows() {
    put(new Drug("N02BE01", "Paracetamol", "N02BE01", null));
    put(new Drug("INS", "Insulin", null, "IU"));
    var enriched = enricher.enrich(report(List.of(new Medication("N02BE01", "500"),
        new Medication("X", "2.50"), new Medication("INS", "1e1"))));
    assertThat(enriched.medicationsJson()).asString(UTF_8).isEqualTo("["
        + "{\"drugId\":\"N02BE01\",\"doseMg\":500,\"known\":true,\"name\":\"Paracetamol\","
        + "\"atc\":\"N02BE01\"},"
        + "{\"drugId\":\"X\",\"doseMg\":2.50,\"known\":false},"
        + "{\"drugId\":\"INS\",\"doseMg\":1e1,\"known\":true,\"name\":\"Insulin\",\"unit\":\"IU\"}]");
    assertThat(enriched.unknownDrugs()).isEqualTo(1);
    assertThat(counts.hits()).isEqualTo(2);
    assertThat(counts.misses()).isEqualTo(1);
  }

  @Test
  void leavesAbsentMedicationsAbsentAndNoneEmpty() {
    assertThat(enricher.enrich(report(null)).medicationsJson()).isNull();
    assertThat(enricher.enrich(report(List.of())).medicationsJson()).asString(UTF_8)
        .isEqualTo("[]");
  }

  @Property(tries = 1000)
  void writesWhatDatabindWrites(@ForAll("medications") List<Medication> medications,
      @ForAll("dictionary") List<Drug> dictionary) throws JsonProcessingException {
    drugs.clear();
    var byId = new HashMap<String, Drug>();
    for (var drug : dictionary) {
      put(drug);
      byId.put(drug.drugId(), drug);
    }
    var enriched = enricher.enrich(report(medications));
    assertThat(enriched.medicationsJson()).asString(UTF_8).isEqualTo(reference(medications, byId));
    assertThat(enriched.unknownDrugs()).isEqualTo((int) medications.stream()
        .filter(medication -> !byId.containsKey(medication.drugId())).count());
  }

  @Provide
  Arbitrary<List<Medication>> medications() {
    return Combinators.combine(texts(64), Arbitraries.of("500", "0.50", "1E-3", "5e2"))
        .as(Medication::new).list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Drug>> dictionary() {
    return Combinators.combine(texts(64), texts(200), texts(10).injectNull(0.3),
        texts(10).injectNull(0.8)).as(EnricherTest::drug).list().ofMaxSize(10);
  }

  private static Drug drug(String id, String name, @Nullable String atc, @Nullable String unit) {
    return new Drug(id, name, atc, unit);
  }

  /** A few ids that both sides draw from, and any text that Postgres can hold. */
  private static Arbitrary<String> texts(int max) {
    var characters = Arbitraries.oneOf(Arbitraries.integers().between(1, 0x7F),
        Arbitraries.integers().between(0x80, 0xD7FF),
        Arbitraries.integers().between(0xE000, 0x10FFFF)).map(Character::toString);
    return Arbitraries.oneOf(Arbitraries.of("N02BE01", "A", "\"\\/\n\u001f", "é😀"),
        characters.list().ofMinSize(1).ofMaxSize(max).map(all -> String.join("", all)));
  }

  private static String reference(List<Medication> medications, Map<String, Drug> dictionary)
      throws JsonProcessingException {
    var array = JSON.createArrayNode();
    for (var medication : medications) {
      var drug = dictionary.get(medication.drugId());
      var object = array.addObject().put("drugId", medication.drugId())
          .putRawValue("doseMg", new RawValue(medication.doseMg())).put("known", drug != null);
      if (drug != null) {
        object.put("name", drug.name());
        putIfThere(object, "atc", drug.atc());
        putIfThere(object, "unit", drug.unit());
      }
    }
    return JSON.writeValueAsString(array);
  }

  private static void putIfThere(ObjectNode object, String field, @Nullable String value) {
    if (value != null) {
      object.put(field, value);
    }
  }

  private void put(Drug drug) {
    drugs.put(drug.drugId().getBytes(UTF_8), DrugFragment.of(drug));
  }

  private static Report report(@Nullable List<Medication> medications) {
    return new Report("P", 0, OptionalInt.empty(), OptionalDouble.empty(), null, medications);
  }
}
