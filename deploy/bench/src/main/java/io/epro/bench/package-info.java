/**
 * The benches: commands that print figures, each beside a ceiling and a peer on the same machine, the
 * same broker and the same tables. None of them is a test, and a figure whose result was not verified
 * is not printed. {@code docs/performance.md} says what each measures.
 */
@NullMarked
package io.epro.bench;

import org.jspecify.annotations.NullMarked;
