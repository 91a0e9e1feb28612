package io.epro.gateway.receive;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of one event loop. All of them listen on the same port, and Vert.x shares the
 * connections out.
 */
final class ReportVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(ReportVerticle.class);
  private static final long DEADLINE_CHECK_MS = 20;
  private static final long SLOW_CHECK_MS = 500;

  private final SocketAddress address;
  private final HttpServerOptions options;
  private final Shared shared;
  private final Consumer<HttpServer> listening;

  /** @param listening told the server, once its port is bound */
  ReportVerticle(SocketAddress address, HttpServerOptions options, Shared shared,
      Consumer<HttpServer> listening) {
    this.address = address;
    this.options = options;
    this.shared = shared;
    this.listening = listening;
  }

  @Override
  public Future<?> start() {
    var lane = new Lane(shared, new Lane.Turns(
        task -> context.runOnContext(nothing -> task.run()),
        // A task that is run at once may come before what the sockets have: a timer does not.
        task -> vertx.setTimer(1, timer -> task.run())));
    var connections = new Connections(shared, options);
    vertx.setPeriodic(DEADLINE_CHECK_MS, timer -> lane.checkDeadlines());
    vertx.setPeriodic(SLOW_CHECK_MS, timer -> {
      connections.checkHeads();
      shared.stages().admission().sample();
    });
    return vertx.createHttpServer(options)
        .connectionHandler(connections::onOpen)
        .requestHandler(request -> receive(request, connections, lane))
        .invalidRequestHandler(this::refuse)
        .exceptionHandler(e -> log.atDebug().addKeyValue("failure", e.getClass().getSimpleName())
            .log("a connection failed before its first request"))
        .listen(address)
        .onSuccess(listening::accept);
  }

  private void receive(HttpServerRequest request, Connections connections, Lane lane) {
    var watch = connections.watchOf(request.connection());
    if (watch != null) {
      new ReportExchange(request, watch, lane).begin();
    }
  }

  /** What Netty could not read as HTTP. Vert.x closes the connection after the answer. */
  private void refuse(HttpServerRequest request) {
    var problem = switch (request.decoderResult().cause()) {
      case TooLongHttpLineException line -> Problem.of(ProblemCode.URI_TOO_LONG,
          "a request line may have at most 4096 bytes");
      case TooLongHttpHeaderException headers -> Problem.of(ProblemCode.HEADERS_TOO_LARGE,
          "a request may have at most "
              + RequestDecoder.MAX_FIELDS + " headers, of 8192 bytes together");
      case null, default -> Problem.of(ProblemCode.BAD_REQUEST,
          "the request line or a header is not well-formed HTTP/1.1");
    };
    shared.metrics().refused(problem.code());
    Endings.closeAfterwards(request);
    Answers.problem(request.response(), problem);
  }
}
