/**
 * The whole system as child processes of this one, with handles to kill, stop and start each part:
 * broker, database, topics, dictionary, gateway, processors.
 */
@NullMarked
package io.epro.local.system;

import org.jspecify.annotations.NullMarked;
