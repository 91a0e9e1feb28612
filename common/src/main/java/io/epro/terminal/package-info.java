/** How programs speak to a person at a terminal, and to a file or a pipe. */
@NullMarked
package io.epro.terminal;

import org.jspecify.annotations.NullMarked;
