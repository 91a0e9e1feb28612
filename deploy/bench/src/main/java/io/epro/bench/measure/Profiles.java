package io.epro.bench.measure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Profiles of a program under load, from its admin port: where its CPU time goes and what allocates,
 * as collapsed stacks and as a page of its own each, and the top of each in words.
 */
public final class Profiles {
  private static final List<String> TYPES = List.of("cpu", "alloc");
  private static final int SECONDS = 8;
  private static final int REST_SECONDS = 6;
  private static final int TOP = 15;

  private final @Nullable Path directory;

  private Profiles(@Nullable Path directory) {
    this.directory = directory;
  }

  /** @param directory for the files; null for no profiles */
  public static Profiles into(@Nullable Path directory) {
    return new Profiles(directory);
  }

  public boolean wanted() {
    return directory != null;
  }

  /** How long the load has to go on for {@link #take}. */
  public long millis() {
    return 1000L * TYPES.size() * (SECONDS + REST_SECONDS);
  }

  /**
   * Takes one of each type, one after the other.
   *
   * @param admin address of the admin port
   * @param label of the files
   * @return the frames with the most, in words
   */
  public String take(String admin, String label) throws IOException {
    if (directory == null) {
      return "";
    }
    Files.createDirectories(directory);
    var words = new StringBuilder();
    for (var type : TYPES) {
      var name = label.replace(' ', '-') + "-" + type;
      words.append(String.format(Locale.ROOT, "  %s, %s (%s)%n", label, type,
          directory.resolve(name + ".html")))
          .append(take(admin, type, SECONDS, directory, name).top(TOP));
    }
    return words.toString();
  }

  /**
   * Takes one of a type, as {@code NAME.collapsed} and {@code NAME.html}.
   *
   * @param admin as above
   */
  public static Collapsed take(String admin, String type, int seconds, Path directory, String name)
      throws IOException {
    var text = directory.resolve(name + ".collapsed");
    fetch(URI.create(admin + "/debug/profile?format=collapsed&type=" + type + "&seconds="
        + seconds), text);
    var taken = Collapsed.read(text);
    taken.draw(name, directory.resolve(name + ".html"));
    return taken;
  }

  private static void fetch(URI profile, Path to) throws IOException {
    var request = HttpRequest.newBuilder(profile).timeout(Duration.ofSeconds(60)).build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofFile(to));
      if (answer.statusCode() != 200) {
        throw new IOException("no profile: " + answer.statusCode() + " " + Files.readString(to));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a profile", e);
    }
  }
}
