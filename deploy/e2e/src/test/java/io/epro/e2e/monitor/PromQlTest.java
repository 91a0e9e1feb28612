package io.epro.e2e.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void namesAreFoundWhereverTheyStand() {
    assertThat(
        PromQl.metrics("histogram_quantile(0.99, sum by (le, instance) (rate(a_seconds_bucket"
            + "{job=~\"x|y\", z=\"(b_total)\"}[$__rate_interval]))) > 1e3 and on () b_total offset 5m unless c:d"))
        .containsExactly("a_seconds_bucket", "b_total", "c:d");
    assertThat(PromQl.metrics("sum(e_total) by (code) / ignoring(code) group_left (f) sum(g) * 60"))
        .containsExactly("e_total", "g");
    assertThat(
        PromQl.metrics("label_replace(absent(h), \"program\", \"i\", \"\", \"\") or vector(1)"))
        .containsExactly("h");
  }
}
