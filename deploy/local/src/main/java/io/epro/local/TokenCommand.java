package io.epro.local;

import io.epro.config.Durations;
import io.epro.local.system.Jars;
import io.epro.local.token.LocalIssuer;
import io.epro.terminal.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/local/token}: a token for the gateway that runs here. */
@Command(name = "token", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Prints a token for what deploy/local/up starts: for the gateway a trial site's, which may report for"
      + " every patient, or one patient's; or an operator's, for the console."})
public final class TokenCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofDays(3650);

  @Option(names = "--patient", paramLabel = "ID", description = "who may report for nobody else")
  private @Nullable String patient;

  @Option(names = "--operator", paramLabel = "NAME",
      description = "who may do all that the console can")
  private @Nullable String operator;

  @Option(names = "--for", paramLabel = "TIME", defaultValue = "1h",
      description = "how long it is good, such as 10m (default: ${DEFAULT-VALUE})")
  private Duration life = Duration.ZERO;

  @Option(names = "--data", paramLabel = "DIR",
      description = "the directory that up was given (default: deploy/local/.data)")
  private @Nullable Path data;

  public static void main(String[] arguments) {
    Quiet.logging();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new TokenCommand())
        .registerConverter(Duration.class, Durations::parse);
  }

  @Override
  public Integer call() throws IOException {
    var directory = (data == null ? Jars.defaultData() : data).toAbsolutePath().normalize();
    var key = LocalIssuer.privateKey(directory);
    if (!Files.exists(key)) {
      System.err.println("token: there is no " + key + ". Run deploy/local/up once, or give its"
          + " --data directory.");
      return 1;
    }
    if (life.compareTo(LONGEST) > 0 || !isName(patient) || !isName(operator)
        || (patient != null && operator != null)) {
      System.err
          .println("token: --for is at most 3650d, a patient or an operator (not both) 1 to 64"
              + " of A-Z a-z 0-9 . _ : -");
      return 2;
    }
    System.out.println(token(LocalIssuer.of(key)));
    return 0;
  }

  private static boolean isName(@Nullable String name) {
    return name == null || name.matches("[\\w.:-]{1,64}");
  }

  private String token(LocalIssuer issuer) {
    if (operator != null) {
      return issuer.operator(operator, Instant.now(), life);
    }
    return patient == null ? issuer.site(Instant.now(), life)
        : issuer.patient(patient, Instant.now(), life);
  }
}
