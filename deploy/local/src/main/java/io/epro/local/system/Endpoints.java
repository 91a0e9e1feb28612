package io.epro.local.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is while a local system runs, for scripts: the file {@code endpoints.json} in the
 * data directory.
 *
 * @param token a trial site's; absent without authentication
 * @param jwtKey PEM file that signs this machine's tokens; absent without authentication
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Endpoints(String gateway, String gatewayAdmin, List<String> consoles, String kafka,
    String postgres, String postgresUser, String postgresPassword, @Nullable String token,
    @Nullable String jwtKey, Pids pids) {
  private static final String FILE = "endpoints.json";
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  /** Process ids by part. */
  public record Pids(List<Long> gateway, List<Long> processor, List<Long> kafka,
      List<Long> postgres) {}

  /** @param token for scripts */
  public static Endpoints of(LocalSystem system, String token) {
    return new Endpoints(system.gatewayUrl(0), system.gateways().getFirst().adminUrl(),
        system.processors().stream().map(Program::adminUrl).toList(),
        system.kafka().bootstrapServers(), system.postgres().jdbcUrl(),
        LocalPostgres.USER, LocalPostgres.PASSWORD,
        token, system.jwtKey().toString(),
        new Pids(system.gateways().stream().map(Program::pid).toList(),
            system.processors().stream().map(Program::pid).toList(),
            List.of(system.kafka().process().pid()), List.of(system.postgres().process().pid())));
  }

  /**
   * Writes the file whole or not at all: a script never reads a half. It is for its owner's eyes only,
   * since it holds a token.
   */
  public void write(Path data) throws IOException {
    var partial = data.resolve(FILE + ".new");
    Files.deleteIfExists(partial);
    Files.createFile(partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(partial, JSON.writeValueAsBytes(this));
    Files.move(partial, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the file says; absent when there is none. It may be left from a run that was killed. */
  public static Optional<Endpoints> read(Path data) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(data.resolve(FILE)), Endpoints.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new IOException(data.resolve(FILE) + " is not what up writes", e);
    }
  }

  public static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
