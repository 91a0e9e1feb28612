package io.epro.gateway.receive;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
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
  /** The kernel takes the smaller of this and its own (net.core.somaxconn). */
  private static final int BACKLOG = 4096;

  private final SocketAddress address;
  private final Stages stages;
  private final Limits limits;
  private final Time time;
  private final ReceiveMetrics metrics;
  private final IntConsumer boundPort;

  /** @param boundPort told the port that was bound */
  ReportVerticle(SocketAddress address, Stages stages, Limits limits, Time time,
      ReceiveMetrics metrics, IntConsumer boundPort) {
    this.address = address;
    this.stages = stages;
    this.limits = limits;
    this.time = time;
    this.metrics = metrics;
    this.boundPort = boundPort;
  }

  @Override
  public Future<?> start() {
    var lane = new Lane(stages, limits, time, metrics, new Lane.Turns(
        task -> context.runOnContext(nothing -> task.run()),
        // A task that is run at once may come before what the sockets have: a timer does not.
        task -> vertx.setTimer(1, timer -> task.run())));
    var connections = new Connections(stages.admission(), metrics, limits, time);
    vertx.setPeriodic(DEADLINE_CHECK_MS, timer -> lane.checkDeadlines());
    vertx.setPeriodic(SLOW_CHECK_MS, timer -> {
      connections.checkHeads();
      stages.admission().sample();
    });
    return vertx.createHttpServer(options())
        .connectionHandler(connections::onOpen)
        .requestHandler(request -> receive(request, connections, lane))
        .invalidRequestHandler(this::refuse)
        .exceptionHandler(e -> log.atDebug().addKeyValue("failure", e.getClass().getSimpleName())
            .log("a connection failed before its first request"))
        .listen(address)
        .map(HttpServer::actualPort)
        .onSuccess(boundPort::accept);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true)
        // HTTP/2 will come with TLS; without it nothing that we know speaks it.
        .setHttp2ClearTextEnabled(false)
        // No web sockets here: without these, two handlers fewer for each message.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setIdleTimeout(Math.toIntExact(limits.idle().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
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
          "all headers together may have at most 8192 bytes");
      case null, default -> Problem.of(ProblemCode.BAD_REQUEST,
          "the request line or a header is not well-formed HTTP/1.1");
    };
    metrics.refused(problem.code());
    Answers.closeAfterwards(request.response());
    Answers.problem(request.response(), problem);
  }
}
