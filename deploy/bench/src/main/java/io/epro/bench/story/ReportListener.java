package io.epro.bench.story;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP by the library that our gateway has, used as Go's is: each request has a (virtual) thread, which may
 * wait at the door. There are no more of these than connections.
 */
final class ReportListener implements AutoCloseable {
  private static final Buffer ACCEPTED = Buffer.buffer("{\"status\":\"ok, job queued\"}");
  private static final long LIMIT_SECONDS = 30;

  private final int port;
  private final Door door;
  private final Vertx vertx;

  ReportListener(int port, Door door) {
    this.port = port;
    this.door = door;
    this.vertx = Vertx.vertx(new VertxOptions()
        .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
  }

  void start() throws IOException {
    try {
      vertx.deployVerticle(Loop::new, new DeploymentOptions()
          .setInstances(Runtime.getRuntime().availableProcessors()))
          .toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting to listen", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot listen on port " + port, e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(LIMIT_SECONDS,
        TimeUnit.SECONDS).join();
  }

  private final class Loop extends VerticleBase {
    @Override
    public Future<?> start() {
      var options = new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096);
      return vertx.createHttpServer(options).requestHandler(this::receive).listen(port,
          "127.0.0.1");
    }

    private void receive(HttpServerRequest request) {
      request.body().onSuccess(body -> Thread.ofVirtual().name("request")
          .start(() -> answer(body.getBytes(), request.response())));
    }

    private void answer(byte[] body, HttpServerResponse response) {
      int status = 202;
      try {
        door.take(body);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        status = 503;
      }
      response.setStatusCode(status).putHeader("content-type", "application/json").end(ACCEPTED);
    }
  }
}
