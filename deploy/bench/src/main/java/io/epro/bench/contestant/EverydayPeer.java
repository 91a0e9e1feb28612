package io.epro.bench.contestant;

import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The same door as a team would write it in a day: Spring Boot on virtual threads, KafkaTemplate. A
 * program with libraries of its own, so it has its own module, {@code spring-gateway}.
 */
public record EverydayPeer(String bootstrapServers, long broker, List<String> jvmOptions,
    Path directory) implements Contestant {
  public static final String NAME = "Spring Boot";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean takesBatches() {
    return false;
  }

  @Override
  public Server start() throws IOException {
    var jar = Jars.repository()
        .resolve("deploy/bench/spring-gateway/target/epro-bench-spring.jar");
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is not built: mvn -B -DskipTests package");
    }
    int port = Ports.orFree(0);
    return ChildServer.start(Command.java("spring gateway", jvmOptions,
        List.of("-jar", jar.toString(), "--server.port=" + port,
            "--spring.kafka.bootstrap-servers=" + bootstrapServers),
        directory.resolve("spring.log")), port, broker);
  }
}
