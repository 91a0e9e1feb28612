package io.epro.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Makes a profile of what JFR has written. That may hold events of other recordings that ran meanwhile,
 * since the JVM keeps one stream for all; only ours pass.
 */
final class Rendering {
  private final ProfileRequest request;
  private final Window window;
  private final long recorder;
  private final Path recording;
  private final Map<String, Source> sources;

  /** @param recorder the thread that waited for the recording, which is left out of it */
  Rendering(ProfileRequest request, Window window, long recorder, Path recording) {
    this.request = request;
    this.window = window;
    this.recorder = recorder;
    this.recording = recording;
    this.sources = request.type().sources().stream()
        .collect(Collectors.toMap(Source::event, Function.identity()));
  }

  void write(Path file) throws IOException {
    if (request.format() == ProfileFormat.JFR) {
      filter(file);
    } else {
      Drawing.write(request, window, stacks(), file);
    }
  }

  // What the events left out referred to is left out as well.
  private void filter(Path to) throws IOException {
    try (var file = new RecordingFile(recording)) {
      file.write(to, event -> source(event).isPresent());
    }
  }

  private Stacks stacks() throws IOException {
    var stacks = new Stacks();
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        var event = file.readEvent();
        source(event).ifPresent(source -> add(stacks, source, event));
      }
    }
    return stacks;
  }

  private void add(Stacks stacks, Source source, RecordedEvent event) {
    var trace = event.getStackTrace();
    if (trace != null) {
      long weight = source.weight(event, window);
      source.className(event).ifPresentOrElse(name -> stacks.add(trace, name, weight),
          () -> stacks.add(trace, weight));
    }
  }

  private Optional<Source> source(RecordedEvent event) {
    return Optional.ofNullable(sources.get(event.getEventType().getName()))
        .filter(source -> request.type() != ProfileType.LOCK || source.waitsForLock(event))
        .filter(source -> {
          RecordedThread thread = source.thread(event);
          return thread == null || thread.getJavaThreadId() != recorder;
        });
  }
}
