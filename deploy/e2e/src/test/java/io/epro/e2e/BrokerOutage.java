package io.epro.e2e;

import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ways in which the broker is away. */
enum BrokerOutage {
  /** SIGKILL: connections are refused. */
  KILLED {
    @Override
    Away begin(LocalKafka kafka) {
      kafka.kill();
      return once(kafka::start);
    }
  },
  /** SIGSTOP: connections stay, and nothing is answered. */
  FROZEN {
    @Override
    Away begin(LocalKafka kafka) throws IOException {
      Signals.freeze(kafka.process().pid());
      return once(() -> Signals.send("CONT", kafka.process().pid()));
    }
  },
  /** As when its machine is off: connections are neither made nor refused. */
  UNREACHABLE {
    @Override
    Away begin(LocalKafka kafka) throws IOException {
      kafka.kill();
      var silence = new Silence(kafka.port());
      return once(() -> {
        silence.close();
        kafka.start();
      });
    }
  };

  /** Ends an outage; a second time does nothing. */
  interface Away extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  abstract Away begin(LocalKafka kafka) throws IOException;

  private static Away once(Away end) {
    var ended = new AtomicBoolean();
    return () -> {
      if (!ended.getAndSet(true)) {
        end.close();
      }
    };
  }

  /**
   * A port whose queue of connections is full, so that Linux throws away the first packet of each
   * further one.
   */
  private static final class Silence implements Away {
    private static final int FULL = 4;

    private final ServerSocket port;
    private final List<Socket> queue = new ArrayList<>();

    Silence(int number) throws IOException {
      port = new ServerSocket();
      port.setReuseAddress(true);
      port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), 1);
      for (int i = 0; i < FULL; i++) {
        var socket = new Socket();
        queue.add(socket);
        try {
          socket.connect(port.getLocalSocketAddress(), 100);
        } catch (IOException e) {
          return; // this one found it full
        }
      }
    }

    @Override
    public void close() throws IOException {
      port.close();
      for (var socket : queue) {
        socket.close();
      }
    }
  }
}
