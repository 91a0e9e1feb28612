package io.epro.bench.contestant;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x alone: reads the body, throws it away, and gives everyone the same 202. Argument: a port. */
public final class BareServer {
  private static final Buffer ANSWER = Buffer.buffer("{\"status\":\"queued\",\"reportId\":\""
      + "0".repeat(36) + "\",\"sha256\":\"" + "0".repeat(64) + "\"}");

  private BareServer() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int threads = Runtime.getRuntime().availableProcessors();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads));
    vertx.deployVerticle(() -> new Loop(port), new DeploymentOptions().setInstances(threads))
        .toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    Thread.currentThread().join();
  }

  private static final class Loop extends VerticleBase {
    private final int port;

    Loop(int port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      var options = new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096);
      return vertx.createHttpServer(options)
          .requestHandler(request -> request.body().compose(body -> request.response()
              .setStatusCode(202).putHeader("content-type", "application/json").end(ANSWER)))
          .listen(port, "127.0.0.1");
    }
  }
}
