/**
 * The identity provider of one machine: a key pair in a data directory, and tokens signed with it for
 * the gateway that runs there. For trying out and for tests; a trial has a provider of its own.
 */
@NullMarked
package io.epro.local.token;

import org.jspecify.annotations.NullMarked;
