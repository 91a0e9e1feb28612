package io.epro.profile;

/** How a profile is handed out. */
public enum ProfileFormat {
  /** One HTML page that loads nothing: it can be kept, mailed and opened without a network. */
  FLAMEGRAPH("flamegraph", "text/html; charset=utf-8", "html"),
  /** A line for each stack, root first: {@code frame;frame;frame value}. */
  COLLAPSED("collapsed", "text/plain; charset=utf-8", "txt"),
  /** For {@code go tool pprof} and what else reads gzipped {@code profile.proto}. */
  PPROF("pprof", "application/octet-stream", "pb.gz"),
  /** For JDK Mission Control and {@code jfr print}; the only one with thread names and times. */
  JFR("jfr", "application/octet-stream", "jfr");

  private final String word;
  private final String contentType;
  private final String extension;

  ProfileFormat(String word, String contentType, String extension) {
    this.word = word;
    this.contentType = contentType;
    this.extension = extension;
  }

  /** As the URL has it. */
  public String word() {
    return word;
  }

  public String contentType() {
    return contentType;
  }

  /** Of a file that keeps it, without the dot. */
  public String extension() {
    return extension;
  }
}
