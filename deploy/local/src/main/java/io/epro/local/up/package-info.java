/**
 * The one command: start everything, show how it goes, stop everything, and answer with the books.
 */
@NullMarked
package io.epro.local.up;

import org.jspecify.annotations.NullMarked;
