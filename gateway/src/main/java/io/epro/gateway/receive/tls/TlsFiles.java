package io.epro.gateway.receive.tls;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where key and certificates lie.
 *
 * @param key PEM, PKCS#8, not encrypted
 * @param certificates PEM, the gateway's own first, then those between it and the root
 * @param reload how often the files are looked at
 */
public record TlsFiles(Path key, Path certificates, Duration reload) {}
