/**
 * The gateway's everyday peer: the same promise (202 once the broker has the report, acks=all) as a team
 * would write it in a day with Spring Boot, on virtual threads, with a KafkaTemplate and databind. In
 * good faith: tuned where people commonly tune, and without what the gateway does beyond the promise
 * (tokens, admission, rate limits, batches).
 */
@NullMarked
package io.epro.bench.spring;

import org.jspecify.annotations.NullMarked;
