/** Real recordings of this JVM, a second each. */
@NullMarked
package io.epro.profile;

import org.jspecify.annotations.NullMarked;
