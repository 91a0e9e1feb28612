/** Everything on one machine: broker, database, gateway, processors and simulated patients. */
@NullMarked
package io.epro.local;

import org.jspecify.annotations.NullMarked;
