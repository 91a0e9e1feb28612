/**
 * What is sent: a seeded mix of reports, each with what must become of it, either straight into the
 * topic or through the gateway by phones that retry; and the memory of what was sent, in order.
 */
@NullMarked
package io.epro.e2e.load;

import org.jspecify.annotations.NullMarked;
