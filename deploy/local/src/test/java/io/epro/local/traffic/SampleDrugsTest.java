package io.epro.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SampleDrugsTest {

  @Test
  void areAtLeastThreeHundredMedicinesEachUnderItsOwnAtcCode() throws IOException {
    var lines = lines();

    assertThat(lines.getFirst()).isEqualTo("drugId,name,atc");
    assertThat(lines.subList(1, lines.size())).hasSizeGreaterThanOrEqualTo(300)
        .allMatch(line -> line.matches("([A-Z]\\d{2}[A-Z]{2}\\d{2}),[^,\"]{3,60},\\1"));
    assertThat(SampleDrugs.ids()).doesNotHaveDuplicates().hasSize(lines.size() - 1);
  }

  @Test
  void haveTheCodesThatEveryoneKnows() throws IOException {
    assertThat(lines()).contains("N02BE01,paracetamol,N02BE01", "A10BA02,metformin,A10BA02",
        "C10AA05,atorvastatin,C10AA05", "J01CA04,amoxicillin,J01CA04");
  }

  private static List<String> lines() throws IOException {
    try (var in = Objects
        .requireNonNull(SampleDrugsTest.class.getResourceAsStream("/drugs.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
