/** The processor's commands, one class each. */
@NullMarked
package io.epro.processor.command;

import org.jspecify.annotations.NullMarked;
