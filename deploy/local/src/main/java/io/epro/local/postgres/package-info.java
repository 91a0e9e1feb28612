/** A real Postgres on this machine, from packaged binaries, with durable settings. */
@NullMarked
package io.epro.local.postgres;

import org.jspecify.annotations.NullMarked;
