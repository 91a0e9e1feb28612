package io.epro.processor.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;

/** A value that no rule is about: passed over, but it must be well-formed and repeat no key. */
final class UnjudgedValue {
  private UnjudgedValue() {}

  /**
   * Moves to the value's last token.
   *
   * @param parser at the value's first token
   * @return whether an object in it has a key twice
   */
  static boolean skip(JsonParser parser) throws IOException {
    if (!parser.currentToken().isStructStart()) {
      return false;
    }
    boolean repeats = false;
    int depth = 0;
    var objects = new ArrayDeque<Keys>();
    for (var token = parser.currentToken();; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        objects.push(new Keys());
      } else if (token == JsonToken.FIELD_NAME) {
        repeats |= !objects.element().addUnknown(parser.currentName());
      } else if (token == JsonToken.END_OBJECT) {
        objects.pop();
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return repeats;
      }
    }
  }
}
