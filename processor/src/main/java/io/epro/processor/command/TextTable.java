package io.epro.processor.command;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest, the first to the left and the others to the right. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> headings) {
    rows.add(headings);
  }

  /** @param cells as many as there are headings */
  void row(List<String> cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        var pad = " ".repeat(widths[column] - row.get(column).length());
        line.append(column == 0 ? row.get(0) + pad : GAP + pad + row.get(column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
