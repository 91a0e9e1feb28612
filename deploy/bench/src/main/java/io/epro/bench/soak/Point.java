package io.epro.bench.soak;

/** A value at a moment, in seconds since the load began. */
record Point(double at, double value) {}
