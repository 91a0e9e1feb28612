/** Holds the documentation to the code, for the tests of every module. */
@NullMarked
package io.epro.docs;

import org.jspecify.annotations.NullMarked;
