package io.epro.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import java.util.List;

class MomentsTest {
  /** True adds the next number, false removes one. */
  @Property
  void itIsABoundedQueue(@ForAll List<Boolean> steps,
      @ForAll @IntRange(min = 1, max = 5) int most) {
    var moments = new Moments(most);
    var model = new ArrayDeque<Long>();
    long next = 0;
    for (boolean add : steps) {
      if (add) {
        assertThat(moments.add(++next)).isEqualTo(model.size() < most);
        if (model.size() < most) {
          model.add(next);
        }
      } else if (!model.isEmpty()) {
        assertThat(moments.remove()).isEqualTo(model.remove());
      }
      assertThat(moments.size()).isEqualTo(model.size());
      assertThat(moments.isEmpty()).isEqualTo(model.isEmpty());
    }
  }
}
