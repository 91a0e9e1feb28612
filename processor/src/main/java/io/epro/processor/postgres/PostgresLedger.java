package io.epro.processor.postgres;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Books;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.sink.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The table {@code ledger}, for one pipeline and topic. Thread-safe: each call has its own connection. */
public final class PostgresLedger implements Ledger, Books {
  private static final String SELECT_ALL = "select next_offset, topic_id, partition from ledger"
      + " where pipeline = ? and topic = ?";
  private static final String SELECT = SELECT_ALL + " and partition = ?";
  private static final String INSERT = "insert into ledger"
      + " (pipeline, topic, partition, topic_id, first_offset, next_offset)"
      + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";
  private static final String LOCK = "select partition, next_offset from ledger"
      + " where pipeline = ? and topic = ? and partition = any (?) order by partition for update";
  private static final String ADVANCE = "update ledger set next_offset = ?, stored = stored + ?,"
      + " duplicate = duplicate + ?, rejected = rejected + ?, skipped = skipped + ?,"
      + " erased = erased + ?, updated_at = now()"
      + " where pipeline = ? and topic = ? and partition = ? and next_offset = ?";
  /** Held until the transaction ends. */
  private static final String TRY_LOCK_ALL = "select pg_try_advisory_xact_lock(hashtextextended(?, 0))";
  private static final String LOST = "select coalesce(sum(to_offset - from_offset), 0)"
      + " from ledger_hole where pipeline = ? and topic = ?";
  private static final String ADD_HOLE = "insert into ledger_hole"
      + " (pipeline, topic, partition, topic_id, from_offset, to_offset)"
      + " values (?, ?, ?, ?, ?, ?)";
  /** A row that is locked or being changed carries its transaction's id as xmax. */
  private static final String END_HOLDERS = "select count(pg_terminate_backend(session.pid))"
      + " from ledger join pg_stat_activity session on session.backend_xid = ledger.xmax"
      + " where pipeline = ? and topic = ? and partition = any (?)"
      + " and session.usename = current_user and session.pid <> pg_backend_pid()";

  private final Database database;
  private final LedgerKey key;

  public PostgresLedger(Database database, LedgerKey key) {
    this.database = database;
    this.key = key;
  }

  @Override
  public OptionalLong nextOffset(int partition) {
    try (var connection = database.connection()) {
      return database.timed(connection, () -> {
        OptionalLong found = select(connection, partition);
        connection.rollback();
        return found;
      });
    } catch (SQLException e) {
      throw Database.outageOrFault("the ledger cannot be read", e);
    }
  }

  @Override
  public long open(int partition, long firstOffset) {
    try (var connection = database.connection()) {
      OptionalLong found = database.timed(connection, () -> {
        insert(connection, partition, firstOffset);
        OptionalLong now = select(connection, partition);
        connection.rollback();
        return now;
      });
      return found.orElseThrow(
          () -> new LedgerFault("partition " + partition + ": its ledger row vanished"));
    } catch (SQLException e) {
      throw Database.outageOrFault("the ledger cannot be opened", e);
    }
  }

  private void insert(Connection connection, int partition, long firstOffset)
      throws SQLException {
    try (var insert = statement(connection, INSERT, partition)) {
      insert.setString(4, key.topicId());
      insert.setLong(5, firstOffset);
      insert.setLong(6, firstOffset);
      insert.executeUpdate();
    }
    connection.commit();
  }

  @Override
  public Map<Integer, Long> nextOffsets() {
    try (var connection = database.connection()) {
      return database.timed(connection, () -> selectAll(connection));
    } catch (SQLException e) {
      throw Database.outageOrFault("the ledger cannot be read", e);
    }
  }

  private Map<Integer, Long> selectAll(Connection connection) throws SQLException {
    var all = new HashMap<Integer, Long>();
    try (var select = connection.prepareStatement(SELECT_ALL)) {
      select.setString(1, key.pipeline());
      select.setString(2, key.topic());
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          refuseOtherTopic(rows.getInt(3), rows.getString(2));
          all.put(rows.getInt(3), rows.getLong(1));
        }
      }
    }
    connection.rollback();
    return all;
  }

  /**
   * How many offsets are booked as holes.
   *
   * @throws io.epro.processor.ledger.OutageException when the database does not answer
   */
  public long lost() {
    try (var connection = database.connection()) {
      return database.timed(connection, () -> lost(connection));
    } catch (SQLException e) {
      throw Database.outageOrFault("the ledger cannot be read", e);
    }
  }

  private long lost(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement(LOST)) {
      select.setString(1, key.pipeline());
      select.setString(2, key.topic());
      try (var row = select.executeQuery()) {
        row.next();
        long lost = row.getLong(1);
        connection.rollback();
        return lost;
      }
    }
  }

  @Override
  public boolean alone(Runnable work) {
    try (var connection = database.connection();
        var lock = connection.prepareStatement(TRY_LOCK_ALL)) {
      lock.setString(1, key.pipeline() + ' ' + key.topic());
      try (var row = lock.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          return false;
        }
      }
      work.run();
      connection.rollback();
      return true;
    } catch (SQLException e) {
      throw Database.outageOrFault("the ledger cannot be locked", e);
    }
  }

  private OptionalLong select(Connection connection, int partition) throws SQLException {
    try (var select = statement(connection, SELECT, partition); var row = select.executeQuery()) {
      if (!row.next()) {
        return OptionalLong.empty();
      }
      refuseOtherTopic(partition, row.getString(2));
      return OptionalLong.of(row.getLong(1));
    }
  }

  private void refuseOtherTopic(int partition, String topicId) {
    if (!topicId.equals(key.topicId())) {
      throw new LedgerFault("partition " + partition + ": the ledger was kept for topic "
          + key.topic() + " with id " + topicId + ", but the topic now has id " + key.topicId()
          + ": it was deleted and created again. Give processor.pipeline another name to begin new"
          + " books, or bring the old topic back");
    }
  }

  /** Locks the rows of these partitions, in ascending order, until the transaction ends. */
  Map<Integer, Long> lock(Connection connection, Collection<Advance> advances)
      throws SQLException {
    var found = new HashMap<Integer, Long>();
    try (var lock = statement(connection, LOCK, advances); var rows = lock.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return found;
  }

  /**
   * Ends the sessions of this role that hold locks on rows of these partitions.
   *
   * @return how many
   */
  int endHolders(Connection connection, Collection<Advance> advances) throws SQLException {
    try (var end = statement(connection, END_HOLDERS, advances); var row = end.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Moves the locked rows on. */
  void advance(Connection connection, Collection<Advance> advances, List<Tally> tallies)
      throws SQLException {
    try (var update = connection.prepareStatement(ADVANCE)) {
      int i = 0;
      for (Advance advance : advances) {
        Tally tally = tallies.get(i++);
        update.setLong(1, advance.next());
        update.setLong(2, tally.stored());
        update.setLong(3, tally.duplicate());
        update.setLong(4, tally.rejected());
        update.setLong(5, tally.skipped());
        update.setLong(6, tally.erased());
        update.setString(7, key.pipeline());
        update.setString(8, key.topic());
        update.setInt(9, advance.partition());
        update.setLong(10, advance.expected());
        update.addBatch();
      }
      for (int updated : update.executeBatch()) {
        if (updated != 1) {
          throw new IllegalStateException("a locked ledger row did not move");
        }
      }
    }
    for (Advance advance : advances) {
      for (Hole hole : advance.holes()) {
        addHole(connection, hole);
      }
    }
  }

  private void addHole(Connection connection, Hole hole) throws SQLException {
    try (var add = statement(connection, ADD_HOLE, hole.partition())) {
      add.setString(4, key.topicId());
      add.setLong(5, hole.from());
      add.setLong(6, hole.to());
      add.executeUpdate();
    }
  }

  private PreparedStatement statement(Connection connection, String sql,
      Collection<Advance> advances) throws SQLException {
    Integer[] partitions = advances.stream().map(Advance::partition).toArray(Integer[]::new);
    var statement = connection.prepareStatement(sql);
    statement.setString(1, key.pipeline());
    statement.setString(2, key.topic());
    statement.setArray(3, connection.createArrayOf("int4", partitions));
    return statement;
  }

  private PreparedStatement statement(Connection connection, String sql, int partition)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    statement.setString(1, key.pipeline());
    statement.setString(2, key.topic());
    statement.setInt(3, partition);
    return statement;
  }
}
