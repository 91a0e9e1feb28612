package io.epro.gateway.admit.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.epro.gateway.admit.token.ReadToken.Illegible;
import io.epro.gateway.admit.token.ReadToken.Legible;
import java.text.ParseException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What our reader of tokens takes, Nimbus takes, too, and understands alike; but for numbers in claims that
 * nobody asks for, which ours passes over unread, and which Nimbus cannot make where the exponent is absurd.
 */
public final class FuzzToken {
  private static final Pattern ABSURD = Pattern.compile("[eE][+-]?[0-9]{4}");
  private static final TokenReader READER = new TokenReader("sub", 4096);

  private FuzzToken() {}

  /**
   * Called by Jazzer, once for each input: a token as it stands, or, where there is a line feed, what its
   * header and its claims are made of.
   */
  public static void fuzzerTestOneInput(byte[] input) throws ParseException {
    int feed = new String(input, ISO_8859_1).indexOf('\n');
    var token = feed < 0 ? new String(input, ISO_8859_1)
        : TestTokens.encoded(Arrays.copyOf(input, feed)) + "."
            + TestTokens.encoded(Arrays.copyOfRange(input, feed + 1, input.length)) + ".AAAA";
    switch (READER.read(token)) {
      case Legible ours -> {
        var theirs = SignedJWT.parse(token);
        if (!ABSURD.matcher(theirs.getPayload().toString()).find()) {
          TokenReaderDifferentialTest.assertAlike(ours.claims(), theirs);
        }
      }
      case Illegible(var fault) -> assertThat(fault).isNotNull();
    }
  }
}
