package io.epro.bench.micro;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.PatientHash;
import io.epro.processor.erase.Register;
import io.epro.processor.sink.ErasedPatients;
import io.epro.processor.sink.Row;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two ways to forget a patient, as they cost each report: a look into the register of erased patients, and
 * encryption of the raw report under a key of the patient's (AES-256-GCM, keys at hand in memory), which the
 * gateway would write and the pipeline read. {@code judged} is the work that both come on top of.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ErasureBench {
  private static final int REPORTS = 4096;
  private static final int PATIENTS = 20_000;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";

  /** In the register. */
  @Param({"0", "1", "100000"})
  private int erased;

  private final SplittableRandom random = new SplittableRandom(1);
  private final String[] patients = new String[REPORTS];
  private final byte[][] bodies = new byte[REPORTS][];
  private final byte[][] encrypted = new byte[REPORTS][];
  private final byte[][] nonces = new byte[REPORTS][];
  private final Map<String, SecretKey> keys = new HashMap<>();
  private final ReportValidator validator = new ReportValidator(
      Rules.from(Settings.load(ProcessorSettings.class, Optional.empty()).rules()));
  private final Row row = new Row();
  private final byte[] buffer = new byte[8 << 10];
  private final Cipher cipher;
  private ErasedPatients register = new ErasedPatients(Erasures.of(Register.EMPTY));
  private int next;

  public ErasureBench() {
    try {
      cipher = Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Setup
  public void prepare() throws GeneralSecurityException {
    var source = new SampleReports(1, PATIENTS);
    for (int i = 0; i < REPORTS; i++) {
      Sample sample = source.next();
      patients[i] = sample.patientId();
      bodies[i] = sample.body();
      nonces[i] = bytes(NONCE_BYTES);
      encrypted[i] = apply(Cipher.ENCRYPT_MODE, i).doFinal(sample.body());
    }
    register = new ErasedPatients(Erasures.of(register()));
    register.renew();
  }

  private Register register() {
    var key = bytes(KEY_BYTES);
    var hash = new PatientHash(key);
    var hashes = new HashSet<ByteBuffer>();
    for (int i = 0; i < erased; i++) {
      byte[] id = ("erased-" + i).getBytes(StandardCharsets.US_ASCII);
      hashes.add(ByteBuffer.wrap(hash.of(id, 0, id.length).array().clone()));
    }
    return erased == 0 ? Register.EMPTY : new Register(erased, key, hashes);
  }

  @Benchmark
  public int judged() {
    return judge(advance()).partition();
  }

  @Benchmark
  public boolean judgedAndLookedUp() {
    return register.include(judge(advance()));
  }

  @Benchmark
  public int decrypted() throws GeneralSecurityException {
    int i = advance();
    return apply(Cipher.DECRYPT_MODE, i).doFinal(encrypted[i], 0, encrypted[i].length, buffer);
  }

  @Benchmark
  public int encrypted() throws GeneralSecurityException {
    int i = advance();
    random.nextBytes(nonces[i]); // the provider refuses a nonce that was used before
    return apply(Cipher.ENCRYPT_MODE, i).doFinal(bodies[i], 0, bodies[i].length, buffer);
  }

  private Row judge(int i) {
    row.begin(0, i, null, bodies[i], Long.MAX_VALUE / 2);
    if (!(validator.validate(bodies[i], row.receivedAt()) instanceof Verdict.Valid valid)) {
      throw new IllegalStateException("the sample is valid");
    }
    row.report(valid.report());
    return row;
  }

  private Cipher apply(int mode, int i) throws GeneralSecurityException {
    var key = keys.computeIfAbsent(patients[i], _ -> new SecretKeySpec(bytes(KEY_BYTES), "AES"));
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonces[i]));
    return cipher;
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private int advance() {
    return next++ & (REPORTS - 1);
  }
}
