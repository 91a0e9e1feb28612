package io.epro.processor.validate;

/**
 * One thing wrong with a report; never the value itself.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the whole document
 */
public record Violation(ViolationCode code, String pointer) {}
