package io.epro.observe;

import java.util.Map;
import java.util.Optional;

/** What a program shows on its admin port beside health, metrics and profiles. Thread-safe. */
public interface AdminPages {

  /**
   * A file of the pages.
   *
   * @param policy as {@code Content-Security-Policy}
   * @param immutable whether it may be kept by the browser for as long as it likes
   */
  record Asset(String contentType, byte[] bytes, String policy, boolean immutable) {}

  /**
   * An answer for the pages' script.
   *
   * @param json an object or an array
   */
  record Answer(int status, String json) {}

  /** A file without any data, which everyone may have; by its path, {@code /} for the first page. */
  Optional<Asset> asset(String path);

  /**
   * Answers {@code GET /api/NAME?…}.
   *
   * @param query of a name given twice the last
   * @param by who has the role {@link AdminRole#READ}
   * @return empty where there is nothing of this name
   */
  Optional<Answer> answer(String name, Map<String, String> query, AdminUser by);

  /**
   * Does what {@code POST /api/NAME} asks for.
   *
   * @param json as it was sent, of any form
   * @return empty where there is nothing of this name
   */
  Optional<Answer> act(String name, byte[] json, AdminUser by);
}
