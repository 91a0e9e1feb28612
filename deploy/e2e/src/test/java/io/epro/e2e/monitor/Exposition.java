package io.epro.e2e.monitor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a program exposes, in Prometheus' text format.
 *
 * @param families their types by name
 * @param labels the names of a family's labels, without those of histograms' own
 * @param samples every name that a query may use
 */
public record Exposition(Map<String, String> families, Map<String, Set<String>> labels,
    Set<String> samples) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern SAMPLE = Pattern.compile("([a-z_:][a-z0-9_:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:\\\\.|[^\"\\\\])*\"");
  private static final Pattern PART = Pattern.compile("_(?:bucket|sum|count)$");
  private static final Set<String> OF_BUCKETS = Set.of("le", "quantile");

  /** Asks the admin port at this address. */
  public static Exposition of(String admin) throws IOException, InterruptedException {
    var answer = HTTP.send(HttpRequest.newBuilder(URI.create(admin + "/metrics")).build(),
        BodyHandlers.ofString());
    return parse(answer.body());
  }

  static Exposition parse(String text) {
    var all = new Exposition(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    text.lines().forEach(all::read);
    return all;
  }

  private void read(String line) {
    if (line.startsWith("# TYPE ")) {
      var words = line.split(" ", -1);
      families.put(words[2], words[3]);
      labels.put(words[2], new TreeSet<>());
      return;
    }
    var sample = SAMPLE.matcher(line);
    if (!line.startsWith("#") && sample.matches()) {
      String name = sample.group(1);
      samples.add(name);
      var of = labels.get(families.containsKey(name) ? name : PART.matcher(name).replaceAll(""));
      if (of != null && sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().map(label -> label.group(1))
            .filter(label -> !OF_BUCKETS.contains(label)).forEach(of::add);
      }
    }
  }
}
