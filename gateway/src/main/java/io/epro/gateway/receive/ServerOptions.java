package io.epro.gateway.receive;

import io.epro.gateway.receive.tls.TlsIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What Vert.x is told of the public port. */
final class ServerOptions {
  /** The kernel takes the smaller of this and its own (net.core.somaxconn). */
  private static final int BACKLOG = 4096;
  private static final int MAX_HEADERS = 8192;
  /** Streams that a connection may have reset within so many seconds, before it is ended. */
  private static final int MAX_RESETS = 200;
  private static final int RESETS_SECONDS = 30;

  private ServerOptions() {}

  /** @param identity null for a port without TLS */
  static HttpServerOptions of(Transport transport, Limits limits, @Nullable TlsIdentity identity) {
    var options = new HttpServerOptions()
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true)
        // HTTP/2 comes with TLS; without it nothing that we know speaks it.
        .setHttp2ClearTextEnabled(false)
        // No web sockets here: without these, two handlers fewer for each message.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setIdleTimeout(Math.toIntExact(limits.idle().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    return identity == null ? options : secure(options, transport, limits, identity);
  }

  static PemKeyCertOptions pem(TlsIdentity identity) {
    return new PemKeyCertOptions().setKeyValue(Buffer.buffer(identity.key()))
        .setCertValue(Buffer.buffer(identity.certificates()));
  }

  private static HttpServerOptions secure(HttpServerOptions options, Transport transport,
      Limits limits, TlsIdentity identity) {
    return options.setSsl(true)
        .setKeyCertOptions(pem(identity))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setSslHandshakeTimeout(limits.request().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setInitialSettings(new Http2Settings()
            .setMaxConcurrentStreams(transport.maxStreams())
            .setMaxHeaderListSize(MAX_HEADERS))
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESETS_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
  }
}
