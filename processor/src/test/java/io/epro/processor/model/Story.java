package io.epro.processor.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What happened: as lines, one an event, when somebody wants to read it, and as situations. */
final class Story {
  private final boolean told;
  private int events;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> news = new HashMap<>();
  private final Set<Situation> situations = EnumSet.noneOf(Situation.class);

  Story(boolean told) {
    this.told = told;
  }

  void tell(Supplier<String> line) {
    events++;
    if (told) {
      lines.add(line.get());
    }
  }

  /** Tells it unless it is what was told of the same matter last. */
  void tellNews(String matter, Supplier<String> line) {
    if (told) {
      String now = line.get();
      if (!now.equals(news.put(matter, now))) {
        lines.add(now);
      }
    }
  }

  void mark(Situation situation) {
    situations.add(situation);
  }

  /** How many there were, told or not. */
  int events() {
    return events;
  }

  List<String> lines() {
    return lines;
  }

  Set<Situation> situations() {
    return situations;
  }
}
