/** What the system promises, one class a promise, with a name that a reader can repeat. */
@NullMarked
package io.epro.e2e.guarantee;

import org.jspecify.annotations.NullMarked;
