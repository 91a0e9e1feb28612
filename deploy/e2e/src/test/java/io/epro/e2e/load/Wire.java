package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One connection to a gateway on loopback that stays open from request to request (HTTP/1.1), so that
 * a load decides by itself how many there are. For one thread at a time.
 */
final class Wire implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LENGTH = header("content-length");
  private static final Pattern RETRY_AFTER = header("retry-after");
  private static final int CONNECT_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  /** @param silence after which the gateway is held for hung */
  Wire(URI gateway, Duration silence) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) silence.toMillis());
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.getPort()),
          CONNECT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Reply post(Sample sample, String token) throws IOException {
    var head = new StringBuilder("POST /v1/reports HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        .append("Content-Type: application/json\r\nAuthorization: Bearer ").append(token)
        .append("\r\nContent-Length: ").append(sample.body().length).append("\r\n");
    sample.key().ifPresent(key -> head.append("Idempotency-Key: ").append(key).append("\r\n"));
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    request.writeBytes(sample.body());
    socket.getOutputStream().write(request.toByteArray());
    return reply();
  }

  private Reply reply() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    var headers = new StringBuilder();
    for (var line = line(); !line.isEmpty(); line = line()) {
      headers.append(line).append('\n');
    }
    byte[] body = in.readNBytes(number(LENGTH, headers));
    return Reply.of(status, JSON.readTree(body), number(RETRY_AFTER, headers));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the gateway closed the connection");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static int number(Pattern header, CharSequence headers) {
    var found = header.matcher(headers);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  private static Pattern header(String name) {
    return Pattern.compile("^" + name + ": *(\\d+) *$",
        Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
