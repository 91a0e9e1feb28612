/**
 * Child processes: how the programs of a local system are started, watched, stopped, killed, and kept
 * from outliving the one that started them.
 */
@NullMarked
package io.epro.local.process;

import org.jspecify.annotations.NullMarked;
