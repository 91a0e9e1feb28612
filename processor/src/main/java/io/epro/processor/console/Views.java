package io.epro.processor.console;

/** The three sides from which the console sees the pipeline. */
public record Views(ProcessView process, TableView tables, GroupView group) {}
