/**
 * The door of the pipeline: one report a request, answered when the broker has it on disk.
 * {@code receive} reads the request and scans the body once, {@code admit} says whether there is room
 * for it, {@code publish} hands the bytes to Kafka untouched. No database, no judging of content.
 */
@NullMarked
package io.epro.gateway;

import org.jspecify.annotations.NullMarked;
