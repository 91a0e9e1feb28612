/** What a report is called: its id, the same on every gateway and every retry. */
@NullMarked
package io.epro.report;

import org.jspecify.annotations.NullMarked;
