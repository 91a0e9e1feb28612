package io.epro.observe;

import io.epro.profile.JointProfile;
import io.epro.profile.Profile;
import io.epro.profile.ProfileFormat;
import io.epro.profile.ProfileRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the same profile of all instances at once, this one among them, each by its own admin port with what
 * the client sent as {@code Authorization}.
 */
final class AllInstances implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration CONNECTING = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 64 << 20;

  private final Supplier<? extends Collection<String>> instances;
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECTING).build();

  /** @param instances by {@code host:port} of their admin ports */
  AllInstances(Supplier<? extends Collection<String>> instances) {
    this.instances = instances;
  }

  /**
   * What came of it.
   *
   * @param profile null where none gave one
   * @param missing those that gave none, and why
   */
  record Taken(@Nullable Profile profile, Map<String, String> missing) {}

  Taken take(ProfileRequest request, @Nullable String authorization)
      throws IOException, InterruptedException {
    var began = Instant.now();
    var answers = new LinkedHashMap<String, CompletableFuture<HttpResponse<String>>>();
    instances.get().forEach(instance -> answers.put(instance,
        client.sendAsync(question(instance, request, authorization),
            BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES))));
    var collapsed = new TreeMap<String, String>();
    var missing = new TreeMap<String, String>();
    for (var entry : answers.entrySet()) {
      try {
        var answer = entry.getValue().get(request.length().plus(GRACE).toMillis(),
            TimeUnit.MILLISECONDS);
        if (answer.statusCode() == 200) {
          collapsed.put(entry.getKey(), answer.body());
        } else {
          missing.put(entry.getKey(), "answers " + answer.statusCode());
        }
      } catch (ExecutionException | TimeoutException e) {
        entry.getValue().cancel(true);
        missing.put(entry.getKey(), "does not answer");
      }
    }
    return new Taken(collapsed.isEmpty() ? null
        : JointProfile.of(request, collapsed, began, began.plus(request.length())), missing);
  }

  private static HttpRequest question(String instance, ProfileRequest request,
      @Nullable String authorization) {
    var question = HttpRequest.newBuilder(URI.create("http://" + instance + ProfileEndpoint.PATH
        + "?type=" + request.type().word() + "&seconds=" + request.length().toSeconds()
        + "&format=" + ProfileFormat.COLLAPSED.word()));
    return (authorization == null ? question : question.header("Authorization", authorization))
        .build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
