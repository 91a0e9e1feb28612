package io.epro.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;

/** One profile of several processes, each under a root frame of its name. */
public final class JointProfile {
  private JointProfile() {}

  /**
   * Puts them together.
   *
   * @param collapsed by the process' name, in the format {@link ProfileFormat#COLLAPSED}
   * @return to be closed by the caller
   */
  public static Profile of(ProfileRequest request, Map<String, String> collapsed, Instant from,
      Instant to) throws IOException {
    var stacks = new Stacks();
    collapsed.forEach((name, lines) -> lines.lines()
        .forEach(line -> stacks.addCollapsed(name, line, request.type().endsInClass())));
    var window = new Window(from, to);
    var directory = Files.createTempDirectory(Profiler.FOLDER);
    try {
      var file = directory.resolve("profile");
      Drawing.write(request, window, stacks, file);
      return new Profile(directory, file, window.length());
    } catch (IOException | RuntimeException e) {
      Profile.delete(directory);
      throw e;
    }
  }
}
