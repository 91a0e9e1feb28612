package io.epro.bench.micro;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Credential;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.token.ClaimRules;
import io.epro.gateway.admit.token.KeySource;
import io.epro.gateway.admit.token.TokenAccess;
import io.epro.gateway.admit.token.TokenLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a token costs: one that is known, one that is checked for the first time (with the way to the
 * thread that checks it and back), and one whose claims are wrong, which costs no signature. Beside them the
 * JDK's check of a signature alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TokenBench {
  private static final ClaimRules RULES = new ClaimRules("https://idp.example", "epro", "sub",
      "reports:write:any", Duration.ofSeconds(60));
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  @Param({"RS256", "ES256"})
  public String algorithm = "";

  private final Access none = credential -> new Finding.Busy();
  private Access remembering = none;
  private Access forgetful = none;
  private Runnable closing = () -> {};
  private Credential good = new Credential.None();
  private Credential expired = good;
  private @Nullable PublicKey key;
  private byte[] signed = {};
  private byte[] signature = {};

  @Setup
  public void setUp() throws IOException, GeneralSecurityException {
    var pair = pair();
    var file = Files.createTempFile("bench", ".pem");
    Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder()
        .encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
    var first = access(file, 1000);
    var second = access(file, 0);
    Files.delete(file);
    remembering = first;
    forgetful = second;
    closing = () -> {
      first.close();
      second.close();
    };
    long now = Instant.now().getEpochSecond();
    var token = token(pair, now + 86_400);
    key = pair.getPublic();
    signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    signature = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    good = new Credential.Token(token);
    expired = new Credential.Token(token(pair, now - 86_400));
  }

  @TearDown
  public void tearDown() {
    closing.run();
  }

  @Benchmark
  public Finding known() throws Exception {
    return found(remembering.identify(good));
  }

  @Benchmark
  public Finding firstTime() throws Exception {
    return found(forgetful.identify(good));
  }

  @Benchmark
  public Finding expired() {
    return forgetful.identify(expired);
  }

  @Benchmark
  public boolean signatureAlone() throws GeneralSecurityException {
    var check = Signature.getInstance(signing());
    check.initVerify(key);
    check.update(signed);
    return check.verify(signature);
  }

  private static Finding found(Finding finding)
      throws InterruptedException, ExecutionException, TimeoutException {
    var found = finding instanceof Finding.Undecided(var later, var otherwise)
        ? later.toCompletableFuture().get(10, TimeUnit.SECONDS) : finding;
    if (!(found instanceof Sender)) {
      throw new IllegalStateException("not a good token: " + found);
    }
    return found;
  }

  private static TokenAccess access(Path file, int cached) throws IOException {
    var access = new TokenAccess(new KeySource.PemFile(file), RULES,
        new TokenLimits(4096, 1, 1000, cached, Duration.ofHours(1)), InstantSource.system(),
        new SimpleMeterRegistry());
    access.start();
    return access;
  }

  private KeyPair pair() throws GeneralSecurityException {
    boolean rsa = algorithm.equals("RS256");
    var generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
    generator.initialize(rsa ? 2048 : 256);
    return generator.generateKeyPair();
  }

  private String token(KeyPair pair, long expires) throws GeneralSecurityException {
    var text = encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"2026-11\"}") + "."
        + encoded("{\"iss\":\"https://idp.example\",\"aud\":\"epro\",\"sub\":\"P-000123\","
            + "\"iat\":1763856000,\"jti\":\"3f6c1f0e-6b1f-4d1e-9a52-0a4b0a4b0a4b\",\"scope\":"
            + "\"openid reports:write\",\"exp\":" + expires + "}");
    var signer = Signature.getInstance(signing());
    signer.initSign(pair.getPrivate());
    signer.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + BASE64URL.encodeToString(signer.sign());
  }

  private String signing() {
    return algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
  }

  private static String encoded(String text) {
    return BASE64URL.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
