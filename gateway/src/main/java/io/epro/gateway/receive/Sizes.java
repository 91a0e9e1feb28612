package io.epro.gateway.receive;

/**
 * How large things may be.
 *
 * @param report bytes of one report, after decompression
 * @param batch bytes of one batch, after decompression
 * @param lines reports in one batch
 */
public record Sizes(int report, int batch, int lines) {}
