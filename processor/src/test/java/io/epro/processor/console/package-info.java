/** Tests of what the console makes of its views. */
@NullMarked
package io.epro.processor.console;

import org.jspecify.annotations.NullMarked;
