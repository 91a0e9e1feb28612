package io.epro.gateway.admit.token;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A key set over HTTPS, without following redirects. */
final class HttpJwks implements JwksSource {
  private static final int OK = 200;

  private final KeySource.Jwks source;
  private @Nullable HttpClient client;

  HttpJwks(KeySource.Jwks source) {
    this.source = source;
  }

  @Override
  public byte[] fetch() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(source.url()).header("Accept", "application/json").build();
    // The request's own timeout would not hold for the body.
    var answer = client().sendAsync(request,
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), source.maxSize()));
    try {
      var response = answer.get(source.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != OK) {
        throw new IOException("the provider answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + source.timeout().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getClass().getSimpleName()
          + (cause.getMessage() == null ? "" : ": " + cause.getMessage()), e);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }

  private HttpClient client() {
    var known = client;
    if (known == null) {
      known = HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(source.timeout())
          .build();
      client = known;
    }
    return known;
  }
}
