package io.epro.gateway.receive;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.publish.ReportPublisher;

/** What a request passes through after it was received. */
public record Stages(Admission admission, Access access, RateLimit rateLimit,
    ReportPublisher publisher) {}
