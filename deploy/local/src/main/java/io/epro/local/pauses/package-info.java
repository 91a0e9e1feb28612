/** How long partitions stand still, as seen by somebody who looks at topic and ledger from outside. */
@NullMarked
package io.epro.local.pauses;

import org.jspecify.annotations.NullMarked;
