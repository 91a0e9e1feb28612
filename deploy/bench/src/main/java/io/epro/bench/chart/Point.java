package io.epro.bench.chart;

/** A value at a place of the horizontal axis, such as a moment in seconds. */
public record Point(double at, double value) {}
