package io.epro.bench.story;

/** What was wrong with the service, each with the stage that has it and the one that is rid of it. */
enum Problem {
  THREADS(Stage.THREADS, Stage.WORKERS, 6_000),
  GARBAGE(Stage.WORKERS, Stage.REUSE, 2_000),
  LOCKS(Stage.REUSE, Stage.SHARDS, 2_000);

  private final Stage stage;
  private final Stage remedy;
  private final int perSecond;

  Problem(Stage stage, Stage remedy, int perSecond) {
    this.stage = stage;
    this.remedy = remedy;
    this.perSecond = perSecond;
  }

  Stage stage(boolean remedied) {
    return remedied ? remedy : stage;
  }

  /** Reports a second that bring it out on two cores. */
  int perSecond() {
    return perSecond;
  }
}
