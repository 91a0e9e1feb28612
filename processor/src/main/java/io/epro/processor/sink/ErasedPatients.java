package io.epro.processor.sink;

import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.PatientHash;
import io.epro.processor.erase.Register;
import io.epro.processor.validate.Report;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whose records are counted and not kept, by one state of the register. For one thread. Allocates nothing for a
 * report; a look costs a hash where the register is not empty, else nothing.
 */
public final class ErasedPatients {
  private final Erasures erasures;
  private Register register = Register.EMPTY;
  private @Nullable PatientHash hash;

  public ErasedPatients(Erasures erasures) {
    this.erasures = erasures;
  }

  /**
   * Takes the newest state that this process knows.
   *
   * @throws io.epro.processor.ledger.OutageException when it has to be read and the database does not answer
   */
  public void renew() {
    Register now = erasures.current();
    if (now.version() != register.version()) {
      hash = now.key() == null ? null : new PatientHash(now.key());
      register = now;
    }
  }

  void outdated() {
    erasures.outdated();
  }

  long version() {
    return register.version();
  }

  /** Whether the record is of one of them. */
  public boolean include(SinkInput record) {
    PatientHash hashing = hash;
    if (hashing == null) {
      return false;
    }
    return switch (record) {
      case Row row -> {
        Report report = row.report();
        yield include(hashing, report.text(), report.patientFrom(), report.patientTo());
      }
      case Rejection rejection -> {
        byte[] patient = String.valueOf(rejection.patientId()).getBytes(StandardCharsets.UTF_8);
        yield rejection.patientId() != null && include(hashing, patient, 0, patient.length);
      }
      case Passed _ -> false;
    };
  }

  private boolean include(PatientHash hashing, byte[] utf8, int from, int to) {
    return register.hashes().contains(hashing.of(utf8, from, to));
  }
}
