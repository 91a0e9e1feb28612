/**
 * Hands admitted reports to the broker: a port, {@link io.epro.gateway.publish.ReportPublisher}, and
 * its Kafka implementation. A report counts as published when all in-sync replicas have it.
 */
@NullMarked
package io.epro.gateway.publish;

import org.jspecify.annotations.NullMarked;
