/**
 * Who a bearer token says is sending. A token comes in as text: {@code TokenReader} takes it apart,
 * {@code ClaimRules} judges what it says, {@code Keys} has the key that it names, and
 * {@code SignatureChecks} holds its signature against that key, on threads of its own. What was good
 * once is remembered by {@code VerifiedTokens}. {@code TokenAccess} puts them in this order. Knows no
 * HTTP server and no Kafka; the only package that knows Nimbus and Caffeine.
 */
@NullMarked
package io.epro.gateway.admit.token;

import org.jspecify.annotations.NullMarked;
