package io.epro.processor.sink;

/**
 * What became of the offsets that a batch took in from one partition.
 *
 * @param skipped offsets that held no record of this pipeline's
 * @param erased records of patients who were erased
 */
public record Tally(int partition, long stored, long duplicate, long rejected, long skipped,
    long erased) {}
