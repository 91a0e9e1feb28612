/** What every bench needs to say of a run: CPU time by process, the machine, the figures as a file. */
@NullMarked
package io.epro.bench.measure;

import org.jspecify.annotations.NullMarked;
