package io.epro.gateway.receive;

import io.epro.gateway.receive.tls.TlsFiles;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How bytes come in.
 *
 * @param tls null for plain HTTP/1.1; with it also HTTP/2
 * @param maxStreams requests at once on one HTTP/2 connection
 * @param origins web pages that may send from a browser, each {@code scheme://host[:port]}
 */
public record Transport(@Nullable TlsFiles tls, int maxStreams, Set<String> origins) {}
