/**
 * The gateway's own certificate: read from PEM files, checked before it is used, and read again when
 * the files change.
 */
@NullMarked
package io.epro.gateway.receive.tls;

import org.jspecify.annotations.NullMarked;
