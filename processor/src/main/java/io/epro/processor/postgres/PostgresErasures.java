package io.epro.processor.postgres;

import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.Register;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The register in memory. It is read when it is first needed, and when a batch has shown that it is old. */
public final class PostgresErasures implements Erasures {
  private final Database database;
  private final ErasureTable table;
  private final AtomicReference<@Nullable Register> known = new AtomicReference<>();

  public PostgresErasures(Database database, ErasureTable table) {
    this.database = database;
    this.table = table;
  }

  @Override
  public Register current() {
    Register register = known.get();
    if (register == null) {
      register = read();
      known.set(register);
    }
    return register;
  }

  private Register read() {
    try (var connection = database.connection()) {
      return database.timed(connection, () -> {
        Register register = table.read(connection);
        connection.rollback();
        return register;
      });
    } catch (SQLException e) {
      throw Database.outageOrFault("the register of erased patients cannot be read", e);
    }
  }

  @Override
  public void outdated() {
    known.set(null);
  }
}
