package io.epro.local.up;

import io.epro.local.system.Endpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What a newcomer is told when everything runs. */
final class Welcome {
  private Welcome() {}

  static String text(Endpoints endpoints, Path data, Duration took, Instant now) {
    return String.format(Locale.ROOT, """

        Everything runs (after %.1f s).
          gateway    %s/v1/reports
          admin      %s/metrics  /health/ready
          console    %s/
                     (its buttons take a token: deploy/local/token --operator NAME)
          broker     %s
          Postgres   %s  user %s, password %s
          logs       %s
          token      %s
                     (a trial site's, for 7 days; deploy/local/token makes others)

        Send a report of your own:

        %s
        """, took.toMillis() / 1000.0, endpoints.gateway(), endpoints.gatewayAdmin(),
        String.join("/  ", endpoints.consoles()), endpoints.kafka(), endpoints.postgres(),
        endpoints.postgresUser(), endpoints.postgresPassword(), data.resolve("logs"),
        endpoints.token(), curl(endpoints, now));
  }

  static String curl(Endpoints endpoints, Instant now) {
    return """
        curl -i %s/v1/reports -H 'Authorization: Bearer %s' \\
          -H 'Content-Type: application/json' -d '
        {"patientId":"P-demo","timestamp":%d,"vitals":{"heartRate":72,"temp":36.6},
         "symptoms":["headache"],"medications":[{"drugId":"N02BE01","doseMg":500}]}'
        """.formatted(endpoints.gateway(), endpoints.token(), now.toEpochMilli()).stripTrailing();
  }
}
