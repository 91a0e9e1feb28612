package io.epro.bench.keys;

import io.epro.bench.drain.Backlog;
import io.epro.bench.drain.EncodedRows;
import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.Rules;
import io.epro.report.ReportId;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Encoded rows in the order of their arrival, cut into parts, each part a file for each connection.
 * Every patient reports about once a day, all of them interleaved. Most reports arrive at once; one in
 * twenty comes up to a day late and one in a thousand up to two weeks, from phones that were offline.
 * Confined to one thread.
 */
final class RowFiles {
  private static final int SEED = 20260101;
  private static final long DAY_MILLIS = 86_400_000;
  private static final int PARTITIONS = 12;
  private static final int KNOWN = 1000;

  private final Path directory;
  private final int lanes;
  private final long stepMillis;
  private final SampleReports reports;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final PriorityQueue<Arrival> onTheWay = new PriorityQueue<>(
      Comparator.comparingLong(Arrival::at)
          .thenComparingLong(arrival -> arrival.sample.timestamp()));
  private final List<EncodedRows> encoders = new ArrayList<>();
  private final List<DataOutputStream> outs = new ArrayList<>();
  private final long[] offsets = new long[PARTITIONS];
  private final List<Known> known = new ArrayList<>();

  RowFiles(Path directory, int lanes, int patients) {
    this.directory = directory;
    this.lanes = lanes;
    this.stepMillis = DAY_MILLIS / patients;
    this.reports = new SampleReports(SEED, new SampleReports.Patients(patients, 0),
        SampleReports.FIRST_MILLIS, stepMillis);
    var rules = Rules.from(Settings.load(ProcessorSettings.class, Optional.empty()).rules());
    for (int lane = 0; lane < lanes; lane++) {
      int number = lane;
      encoders.add(new EncodedRows(rules, false,
          (bytes, length, count) -> write(outs.get(number), bytes, length, count)));
    }
  }

  private record Arrival(long at, Sample sample) {}

  /** A report that is in the table, to be looked up. */
  record Known(String patient, UUID id) {}

  /**
   * The next rows.
   *
   * @param files one for each connection
   * @param end epoch milliseconds of the last arrival
   * @param known some of the reports up to here
   */
  record Part(long rows, List<Path> files, long end, List<Known> known) {}

  Part write(String name, long rows) throws IOException, SQLException {
    var files = new ArrayList<Path>();
    outs.clear();
    long end = 0;
    try {
      for (int lane = 0; lane < lanes; lane++) {
        files.add(directory.resolve(name + "-" + lane + ".rows"));
        outs.add(new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(files.get(lane)), 1 << 20)));
      }
      for (long i = 0; i < rows; i++) {
        var arrival = next();
        end = arrival.at;
        add(arrival, i % (rows / KNOWN + 1) == 0);
      }
    } finally {
      for (int lane = 0; lane < outs.size(); lane++) {
        encoders.get(lane).flush();
        outs.get(lane).close();
      }
    }
    return new Part(rows, files, end, List.copyOf(known));
  }

  /** Reports start out until the first of those under way can only be overtaken by none. */
  private Arrival next() {
    while (true) {
      var first = onTheWay.peek();
      if (first != null && first.at <= reports.time()) {
        return onTheWay.remove();
      }
      var sample = reports.next();
      onTheWay.add(new Arrival(sample.timestamp() + late(), sample));
    }
  }

  private long late() {
    int kind = random.nextInt(1000);
    return kind == 0 ? random.nextLong(14 * DAY_MILLIS)
        : kind <= 50 ? random.nextLong(DAY_MILLIS)
            : 0;
  }

  private static void write(DataOutputStream out, byte[] bytes, int length, int rows)
      throws IOException {
    out.writeInt(length);
    out.writeInt(rows);
    out.write(bytes, 0, length);
  }

  private void add(Arrival arrival, boolean remember) throws IOException, SQLException {
    var sample = arrival.sample;
    var id = ReportId.ofBody(sample.patientId(), sample.body(), sample.timestamp());
    int partition = Math.floorMod(sample.patientId().hashCode(), PARTITIONS);
    int lane = partition % lanes;
    var source = new SourceRecord(partition, offsets[partition]++,
        sample.patientId().getBytes(StandardCharsets.US_ASCII), sample.body(), id,
        Backlog.sha256(sample.body()), arrival.at + 1500, null);
    encoders.get(lane).add(id, source);
    if (remember) {
      known.add(new Known(sample.patientId(), id));
    }
  }
}
