/** Sample reports for every module's tests. */
@NullMarked
package io.epro.report;

import org.jspecify.annotations.NullMarked;
