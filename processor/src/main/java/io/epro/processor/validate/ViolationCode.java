package io.epro.processor.validate;

import java.util.Locale;

/** Why a report was rejected: the code in the rejection's reasons, the topic's headers and the metrics. */
public enum ViolationCode {
  MISSING_FIELD,
  WRONG_TYPE,
  OUT_OF_RANGE,
  TOO_LONG,
  TOO_MANY,
  BAD_FORMAT,
  MALFORMED_JSON,
  DUPLICATE_KEY,
  /** The same report id as a stored report, with other bytes. */
  CONFLICTING_DUPLICATE,
  /** Postgres refused this one record. */
  STORAGE_REJECTED,
  /** Our own code failed at this one record: a bug, told in the log by coordinates. */
  INTERNAL_ERROR;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** As it stands on the wire and in the table. */
  public String code() {
    return code;
  }
}
