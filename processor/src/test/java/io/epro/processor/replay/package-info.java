/** Tests of the parts of a replay that need no broker. */
@NullMarked
package io.epro.processor.replay;

import org.jspecify.annotations.NullMarked;
