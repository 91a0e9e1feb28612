package io.epro.local.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
  @TempDir
  Path data;

  @Test
  void aSecondOneIsToldWhoHasTheDirectory() throws Exception {
    try (var held = DataLock.take(data)) {
      assertThat(DataLock.isTaken(data)).isTrue();
      assertThatThrownBy(() -> DataLock.take(data)).isInstanceOf(IOException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(data.toString());
      assertThat(held).isNotNull();
    }
  }

  @Test
  void theDirectoryIsFreeAgainAfterTheEnd() throws Exception {
    DataLock.take(data).close();

    assertThat(DataLock.isTaken(data)).isFalse();
    DataLock.take(data).close();
  }

  @Test
  void aDirectoryThatIsNotThereIsNotTaken() throws Exception {
    assertThat(DataLock.isTaken(data.resolve("none"))).isFalse();
  }
}
