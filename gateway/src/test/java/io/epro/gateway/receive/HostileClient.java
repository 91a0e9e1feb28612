package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.gateway.receive.HostileCase.Answer;
import io.epro.gateway.receive.HostileCase.Step;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plays one case against a server, and finds what it got. */
final class HostileClient {
  static final String GOOD = "{\"patientId\":\"P-good\"}";
  private static final byte[] GOOD_REQUEST = ("POST /v1/reports HTTP/1.1\r\nHost: x\r\n"
      + "Content-Type: application/json\r\nContent-Length: " + GOOD.length() + "\r\n\r\n" + GOOD)
      .getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE = 30_000;

  private final Socket socket;
  private final InputStream in;

  private HostileClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** What is told differs from what the case says. */
  static void play(HostileCase hostile, Harness harness) throws IOException {
    try (var socket = harness.connect()) {
      new HostileClient(socket).play(hostile);
    }
  }

  private void play(HostileCase hostile) throws IOException {
    for (var step : hostile.steps()) {
      if (step instanceof Step.Reset) {
        socket.setSoLinger(true, 0);
        socket.close();
        return;
      }
      take(step);
    }
    var found = new ArrayList<Answer>();
    while (found.size() < hostile.answers().size()) {
      var answer = read();
      if (answer == null) {
        break;
      }
      found.add(answer);
    }
    assertThat(found).as(hostile.name()).isEqualTo(hostile.answers());
    if (hostile.closed()) {
      assertThat(isClosed()).as(hostile.name() + ": closed").isTrue();
    } else {
      send(GOOD_REQUEST);
      assertThat(read()).as(hostile.name() + ": a good report after it")
          .isEqualTo(new Answer(202, List.of()));
    }
  }

  private void take(Step step) throws IOException {
    switch (step) {
      case Step.Send(var bytes) -> send(bytes);
      case Step.Pause(var millis) -> pause(millis);
      case Step.HalfClose half -> socket.shutdownOutput();
      case Step.Reset reset -> throw new IllegalStateException("the last step");
    }
  }

  /** Whoever sends to a server that has closed already finds out when reading. */
  private void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      assertThat(e).hasMessageMatching(".*(pipe|reset|closed).*");
    }
  }

  private void pause(int millis) throws IOException {
    in.mark(1);
    socket.setSoTimeout(millis);
    try {
      if (in.read() >= 0) {
        in.reset();
      }
    } catch (SocketTimeoutException e) {
      // As long as it was meant to be.
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    } finally {
      socket.setSoTimeout(PATIENCE);
    }
  }

  private boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageMatching(".*(reset|abort).*");
      return true;
    }
  }

  /** The next answer that is not an interim one; null where the connection is at its end. */
  private @org.jspecify.annotations.Nullable Answer read() throws IOException {
    while (true) {
      String head;
      try {
        head = head();
      } catch (EOFException e) {
        return null;
      }
      int status = Integer.parseInt(head.substring(9, 12));
      if (status == 100) {
        continue;
      }
      var body = in.readNBytes(length(head));
      return new Answer(status, codes(new String(body, StandardCharsets.UTF_8)));
    }
  }

  private String head() throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        assertThat(head.toString()).as("cut off").isEmpty();
        throw new EOFException();
      }
      head.append((char) next);
    }
    assertThat(head.toString()).startsWith("HTTP/1.");
    return head.toString();
  }

  private static int length(String head) {
    var field = "content-length: ";
    var lower = head.toLowerCase(Locale.ROOT);
    int from = lower.indexOf(field) + field.length();
    return lower.contains(field) ? Integer.parseInt(lower.substring(from,
        lower.indexOf('\r', from))) : 0;
  }

  /** Nothing for one report that is queued, so that a case says no more than "202". */
  private static List<String> codes(String body) throws IOException {
    var codes = new ArrayList<String>();
    for (var line : body.lines().toList()) {
      var result = JSON.readTree(line);
      boolean alone = !result.has("line");
      if (result.has("code")) {
        codes.add(result.get("code").textValue());
      } else if (!alone) {
        codes.add("queued");
      }
    }
    return codes;
  }
}
