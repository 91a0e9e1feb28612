package io.epro.gateway.admit.token;

import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;

/** What a token's claims come to. */
sealed interface Judgement {

  /** @param expiresMillis epoch milliseconds, without the clocks' tolerance */
  record Good(Sender sender, long expiresMillis) implements Judgement {}

  record Wrong(TokenFault fault) implements Judgement {}
}
