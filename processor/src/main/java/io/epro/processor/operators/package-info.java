/**
 * Who works with the console, by the tokens (JWT) of an identity provider. The gateway checks patients' tokens by
 * the thousand with code of its own; here there are few, and Nimbus does it all.
 */
@NullMarked
package io.epro.processor.operators;

import org.jspecify.annotations.NullMarked;
