package io.epro.gateway.receive;

import java.time.Duration;

/**
 * What one request or connection may take.
 *
 * @param request from the first byte of a request to the last of its body
 * @param identity until it must be known who sends, before the body is read
 * @param ack from handing a report to the publisher until its client is told to retry
 * @param idle a connection on which nothing happens is closed
 */
public record Limits(Sizes sizes, Duration request, Duration identity, Duration ack,
    Duration idle) {}
