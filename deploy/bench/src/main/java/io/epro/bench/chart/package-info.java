/** Charts as SVG, without scripts and readable on light and dark pages. */
@NullMarked
package io.epro.bench.chart;

import org.jspecify.annotations.NullMarked;
