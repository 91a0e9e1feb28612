package io.epro.gateway.admit.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A provider's key pair, made with the JDK alone, so that the library does not test itself. */
public record SigningKey(String id, String algorithm, KeyPair pair) {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  public static SigningKey rsa(String id) {
    return rsa(id, 2048);
  }

  static SigningKey rsa(String id, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new SigningKey(id, "RS256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static SigningKey ec(String id) {
    return ec(id, "secp256r1");
  }

  static SigningKey ec(String id, String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new SigningKey(id, "ES256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SigningKey renamed(String other) {
    return new SigningKey(other, algorithm, pair);
  }

  byte[] sign(String text) {
    return sign(text, pair.getPublic() instanceof RSAPublicKey
        ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
  }

  byte[] sign(String text, String way) {
    try {
      var signature = Signature.getInstance(way);
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  public Path pemFile(Path directory) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "key", ".pem"), pem());
  }

  /** As a key set has it. */
  String jwk() {
    return jwk("\"use\":\"sig\",\"alg\":\"" + algorithm + "\",");
  }

  String jwk(String more) {
    var kid = id.isEmpty() ? "" : "\"kid\":\"" + id + "\",";
    return switch (pair.getPublic()) {
      case RSAPublicKey rsa -> "{\"kty\":\"RSA\"," + kid + more + "\"n\":\""
          + unsigned(rsa.getModulus(), 0) + "\",\"e\":\"" + unsigned(rsa.getPublicExponent(), 0)
          + "\"}";
      case ECPublicKey ec -> {
        int size = (ec.getParams().getOrder().bitLength() + 7) / 8;
        yield "{\"kty\":\"EC\"," + kid + more + "\"crv\":\"P-" + ec.getParams().getOrder()
            .bitLength() + "\",\"x\":\"" + unsigned(ec.getW().getAffineX(), size) + "\",\"y\":\""
            + unsigned(ec.getW().getAffineY(), size) + "\"}";
      }
      default -> throw new IllegalStateException();
    };
  }

  private static String unsigned(BigInteger number, int size) {
    byte[] bytes = number.toByteArray();
    if (bytes[0] == 0) {
      bytes = Arrays.copyOfRange(bytes, 1, bytes.length);
    }
    byte[] padded = new byte[Math.max(size, bytes.length)];
    System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
    return BASE64URL.encodeToString(padded);
  }
}
