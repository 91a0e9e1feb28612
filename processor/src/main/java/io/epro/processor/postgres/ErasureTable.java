package io.epro.processor.postgres;

import io.epro.config.ConfigException;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.erase.PatientHash;
import io.epro.processor.erase.Register;
import io.epro.processor.ledger.LedgerFault;
import io.smallrye.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code erasure} and {@code erasure_key} of the live schema, which replays look at, too. The key is the
 * configured one, of which the table only keeps a check; where none is configured the first erasure makes one and
 * keeps it in the table. Stateless.
 */
public final class ErasureTable {
  private static final int LEAST_KEY = 32;

  private final String schema;
  private final byte @Nullable [] configured;

  /**
   * @param live settings of the pipeline whose schema has the tables
   * @throws ConfigException when the configured key is too short
   */
  public ErasureTable(ProcessorSettings live) {
    this.schema = '"' + live.postgres().schema() + '"';
    this.configured = live.erasureKey()
        .map(Secret::get).map(key -> key.getBytes(StandardCharsets.UTF_8)).orElse(null);
    if (configured != null && configured.length < LEAST_KEY) {
      throw new ConfigException(List.of("processor.erasure-key has fewer than " + LEAST_KEY
          + " bytes: take one that cannot be guessed, for example from \"openssl rand -hex 32\""));
    }
  }

  /** Of the newest entry; 0 while there is none. */
  long version(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement(
        "select version from " + schema + ".erasure order by id desc limit 1");
        var row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** @throws LedgerFault when its key is not the configured one */
  Register read(Connection connection) throws SQLException {
    long version = 0;
    var hashes = new HashSet<ByteBuffer>();
    try (var select = connection.prepareStatement(
        "select version, patient_hash from " + schema + ".erasure order by id");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        version = rows.getLong(1);
        hashes.add(ByteBuffer.wrap(rows.getBytes(2)));
      }
    }
    return version == 0 ? Register.EMPTY : new Register(version, key(connection), hashes);
  }

  /**
   * The key, made if there is none yet.
   *
   * @throws LedgerFault when it is not the configured one
   */
  byte[] keyForNew(Connection connection) throws SQLException {
    try (var insert = connection.prepareStatement("insert into " + schema
        + ".erasure_key (key_check, secret) values (?, ?) on conflict do nothing")) {
      byte[] key = configured == null ? random() : configured;
      insert.setBytes(1, new PatientHash(key).ofKey());
      insert.setBytes(2, configured == null ? key : null);
      insert.executeUpdate();
    }
    return key(connection);
  }

  private static byte[] random() {
    var key = new byte[LEAST_KEY];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private byte[] key(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement(
        "select key_check, secret from " + schema + ".erasure_key");
        var row = select.executeQuery()) {
      if (!row.next()) {
        throw new LedgerFault(
            "patients were erased, but the table erasure_key is empty: bring its row"
                + " back from a backup");
      }
      byte[] secret = row.getBytes(2);
      byte[] key = secret == null ? configured : secret;
      if (key == null || !Arrays.equals(row.getBytes(1), new PatientHash(key).ofKey())) {
        throw new LedgerFault("patients were erased under another key than this process has: set"
            + " processor.erasure-key to the one that \"erase\" was run with, so that their records can be"
            + " told");
      }
      return key;
    }
  }
}
