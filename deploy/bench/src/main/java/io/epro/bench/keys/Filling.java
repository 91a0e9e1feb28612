package io.epro.bench.keys;

import io.epro.bench.drain.BinaryCopy;
import io.epro.bench.drain.RowBatches;
import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * A part of the rows put into the table: binary COPY, one transaction a batch, one connection a file.
 *
 * @param postgres CPU microseconds of Postgres, all processes, a row
 */
record Filling(long rows, double perSecond, double postgres) {
  static Filling of(LocalPostgres postgres, RowFiles.Part part, Recast recast)
      throws IOException, SQLException {
    var connections = new ArrayList<Connection>();
    try (var threads = Executors.newFixedThreadPool(part.files().size())) {
      var work = new ArrayList<Callable<Path>>();
      for (var file : part.files()) {
        var connection = postgres.connect();
        connections.add(connection);
        work.add(() -> copy(connection, file, recast));
      }
      var cpu = CpuTime.ofTree(postgres.process().pid());
      long start = System.nanoTime();
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Duration used = CpuTime.ofTree(postgres.process().pid()).minus(cpu);
      return new Filling(part.rows(), part.rows() / seconds,
          Figures.microsEach(used, part.rows()));
    } catch (ExecutionException e) {
      throw new IOException("the table cannot be filled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the table was filled", e);
    } finally {
      close(connections);
    }
  }

  private static Path copy(Connection connection, Path file, Recast recast)
      throws IOException, SQLException {
    var copy = new BinaryCopy(connection, "bench.report");
    try (var batches = new RowBatches(file)) {
      while (batches.next()) {
        var rows = recast.of(ByteBuffer.wrap(batches.bytes(), 0, batches.length()));
        copy.write(rows.array(), rows.limit(), batches.rows());
      }
    }
    return file;
  }

  private static void close(List<Connection> connections) throws SQLException {
    for (var connection : connections) {
      try (connection; var statement = connection.createStatement()) {
        statement.execute("select pg_stat_force_next_flush()");
      }
    }
  }
}
