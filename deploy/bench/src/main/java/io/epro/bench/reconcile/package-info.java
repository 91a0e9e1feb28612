/** How long {@code reconcile} takes, beside the floor: reading the topic, and counting the table. */
@NullMarked
package io.epro.bench.reconcile;

import org.jspecify.annotations.NullMarked;
