package io.epro.bench.drain;

import io.epro.local.system.LocalSystem;
import java.nio.file.Path;

/**
 * Where contestants run.
 *
 * @param data directory of the system
 * @param warmUp records of the backlog that do not count, the first ones
 */
public record Track(LocalSystem system, Path data, long warmUp) {}
