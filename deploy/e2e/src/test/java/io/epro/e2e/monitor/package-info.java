/**
 * What watches the system from outside: Prometheus with our rules, dashboards, and the page that documents the metrics. Prometheus' own
 * programs come from Debian's package of that name; without them their tests are skipped, and say so.
 */
@NullMarked
package io.epro.e2e.monitor;

import org.jspecify.annotations.NullMarked;
