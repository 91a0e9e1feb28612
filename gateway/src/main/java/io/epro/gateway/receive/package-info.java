/**
 * HTTP: from the bytes of a request to the bytes of its answer. Each event loop owns its connections
 * and requests outright; the only thing that reaches in from another thread is an acknowledgement,
 * through {@link io.epro.gateway.receive.Mailbox}.
 */
@NullMarked
package io.epro.gateway.receive;

import org.jspecify.annotations.NullMarked;
