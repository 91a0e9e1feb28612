package io.epro.bench.drain;

import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * What a contestant's process is told, as its arguments in this order. When its work is done it makes
 * the file {@code done} and waits to be killed, so that its CPU time can still be read.
 */
record Child(String bootstrapServers, String jdbcUrl, Path directory, String group, int threads) {

  static Child of(String[] arguments) {
    return new Child(arguments[0], arguments[1], Path.of(arguments[2]), arguments[3],
        Integer.parseInt(arguments[4]));
  }

  List<String> arguments() {
    return List.of(bootstrapServers, jdbcUrl, directory.toString(), group,
        Integer.toString(threads));
  }

  Path done() {
    return directory.resolve(group + ".done");
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, LocalPostgres.USER, LocalPostgres.PASSWORD);
  }

  /** Does the work of each thread; a failure of one ends the process. */
  void run(Work work) throws InterruptedException {
    try (var workers = Executors.newFixedThreadPool(threads)) {
      var running = IntStream.range(0, threads).mapToObj(number -> workers.submit(() -> {
        work.of(number);
        return number;
      })).toList();
      for (var one : running) {
        one.get();
      }
      Files.createFile(done());
    } catch (ExecutionException | IOException e) {
      e.printStackTrace();
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  /** One thread's work, from start to end. */
  interface Work {
    void of(int thread) throws IOException, SQLException;
  }
}
