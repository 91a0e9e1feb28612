package io.epro.processor.enrich;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A writer and a reader at the same moment, a few hundred thousand times a second, each time with a
 * table of its own (jcstress). Drugs 1 and 2 are there before, with the values 1 and 2; a table with two
 * drugs is full.
 */
final class DrugShardStress {
  private DrugShardStress() {}

  private static <T extends Table> T withTwo(T table) {
    table.put(1, 1);
    table.put(2, 2);
    return table;
  }

  @JCStressTest
  @Outcome(id = {"-1", "1"}, expect = Expect.ACCEPTABLE, desc = "not yet there, or whole")
  @Outcome(expect = Expect.FORBIDDEN, desc = "torn")
  @State
  public static class ADrugIsWhole {
    private final Table table = new Table.Shipped();

    @Actor
    public void write() {
      table.put(1, 1);
    }

    @Actor
    public void read(I_Result found) {
      found.r1 = table.find(1);
    }
  }

  @JCStressTest
  @Outcome(id = {"1, 1", "1, 3", "3, 3"}, expect = Expect.ACCEPTABLE, desc = "never back")
  @Outcome(expect = Expect.FORBIDDEN, desc = "torn, gone or an older value again")
  @State
  public static class AnUpdateIsNeverTakenBack {
    private final Table table = withTwo(new Table.Shipped());

    @Actor
    public void write() {
      table.put(1, 3);
      table.put(4, 4);
    }

    @Actor
    public void read(II_Result found) {
      found.r1 = table.find(1);
      found.r2 = table.find(1);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both there")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one was missed")
  @State
  public static class GrowthHidesNoDrug {
    private final Table table = withTwo(new Table.Shipped());

    @Actor
    public void write() {
      table.put(3, 3);
    }

    @Actor
    public void read(II_Result found) {
      found.r1 = table.find(1);
      found.r2 = table.find(2);
    }
  }

  @JCStressTest
  @Outcome(id = {"1, 2", "-1, 2"}, expect = Expect.ACCEPTABLE, desc = "its own value or none")
  @Outcome(expect = Expect.FORBIDDEN, desc = "another drug's value, or the other was missed")
  @State
  public static class ARemovedDrugHasNoOthersValue {
    private final Table table = withTwo(new Table.Shipped());

    @Actor
    public void write() {
      table.remove(1);
      table.put(3, 3);
    }

    @Actor
    public void read(II_Result found) {
      found.r1 = table.find(1);
      found.r2 = table.find(2);
    }
  }

  /** {@link GrowthHidesNoDrug}, broken. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both there")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one was missed")
  @State
  public static class BrokenByPublishingTooEarly {
    private final Table table = withTwo(new BrokenTable.PublishedTooEarly());

    @Actor
    public void write() {
      table.put(3, 3);
    }

    @Actor
    public void read(II_Result found) {
      found.r1 = table.find(1);
      found.r2 = table.find(2);
    }
  }

  /** {@link ARemovedDrugHasNoOthersValue}, broken. */
  @JCStressTest
  @Outcome(id = {"1, 2", "-1, 2"}, expect = Expect.ACCEPTABLE, desc = "its own value or none")
  @Outcome(expect = Expect.FORBIDDEN, desc = "another drug's value, or the other was missed")
  @State
  public static class BrokenByUsingSlotsAgain {
    private final Table table = withTwo(new BrokenTable.SlotsUsedAgain());

    @Actor
    public void write() {
      table.remove(1);
      table.put(3, 3);
    }

    @Actor
    public void read(II_Result found) {
      found.r1 = table.find(1);
      found.r2 = table.find(2);
    }
  }
}
