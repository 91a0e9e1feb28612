package io.epro.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.profile.ProfileRequest.Unclear;
import io.epro.profile.ProfileRequest.Wanted;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileRequestTest {

  @ParameterizedTest
  @NullAndEmptySource
  void withoutParametersItIsTheCpuFlameGraphOfTenSeconds(String query) {
    assertThat(ProfileRequest.parse(query)).isEqualTo(new Wanted(new ProfileRequest(
        ProfileType.CPU, Duration.ofSeconds(10), ProfileFormat.FLAMEGRAPH)));
  }

  @Test
  void everyTypeAndFormatHasItsWord() {
    for (var type : ProfileType.values()) {
      for (var format : ProfileFormat.values()) {
        assertThat(ProfileRequest.parse(
            "seconds=60&format=" + format.word() + "&type=" + type.word()))
            .isEqualTo(new Wanted(new ProfileRequest(type, Duration.ofSeconds(60), format)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "-1", "1.5", "", "ten", "99999", "4294967297", "+5", "٣"})
  void secondsOutsideOneToSixtyAreRefused(String seconds) {
    assertThat(ProfileRequest.parse("seconds=" + seconds))
        .asInstanceOf(InstanceOfAssertFactories.type(Unclear.class))
        .extracting(Unclear::reason).asString().contains("from 1 to 60");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "type=CANARY           | one of cpu, alloc, lock, wall",
    "type=CPU              | one of cpu, alloc, lock, wall",
    "format=CANARY         | one of flamegraph, collapsed, pprof, jfr",
    "CANARY=1              | type, seconds, format",
    "type=cpu&CANARY       | type, seconds, format",
    "type=cpu&             | type, seconds, format",
    "type=cpu&type=CANARY  | type is given twice"})
  void whatIsUnknownIsRefusedNamingWhatIsAllowedAndNotWhatWasSent(String query, String named) {
    assertThat(ProfileRequest.parse(query))
        .asInstanceOf(InstanceOfAssertFactories.type(Unclear.class))
        .extracting(Unclear::reason).asString().contains(named).doesNotContain("CANARY");
  }
}
