package io.epro.processor.sink;

/**
 * How a batch's rows came into the table, or were found there; those that the database refused are in
 * neither number.
 *
 * @param straight rows copied into the table itself
 * @param staged rows that went through staging
 * @param fallbacks straight attempts that met a stored report and were made again through staging
 */
public record RowWays(int straight, int staged, int fallbacks) {}
