package io.epro.processor.reconcile;

/** What may not fit. */
public enum ProblemKind {
  /** The ledger passed another number of offsets than it accounts for. */
  BOOKS_DO_NOT_ADD_UP("books_do_not_add_up"),
  /** The table has other than the stored reports of all books. */
  REPORTS_DIFFER("reports_differ"),
  /** The table has other than the books' rejections. */
  REJECTIONS_DIFFER("rejections_differ"),
  /** Records were deleted from the topic before they were read. */
  OFFSETS_LOST("offsets_lost"),
  /** The topic ends before what the books say to have read of it. */
  TOPIC_TOO_SHORT("topic_too_short"),
  /** The books were kept for another topic of the same name. */
  OTHER_TOPIC("other_topic"),
  /** Records that were to be waited for are not processed yet. */
  STILL_WAITING("still_waiting"),
  /** A record that is neither stored nor rejected, nor a report that is stored already. */
  RECORD_WITHOUT_TRACE("record_without_trace"),
  /** A row or rejection at whose coordinates the topic holds no record, or another row stands. */
  ROW_WITHOUT_RECORD("row_without_record"),
  /** A row or rejection of a patient who was erased. */
  ERASURE_UNFINISHED("erasure_unfinished"),
  /** A row or rejection that says other than its record. */
  ROW_ALTERED("row_altered"),
  /** Going through the topic gave another number than the books. */
  COUNT_DIFFERS("count_differs");

  private final String code;

  ProblemKind(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
