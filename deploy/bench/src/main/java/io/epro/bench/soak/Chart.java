package io.epro.bench.soak;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines over time as SVG, with a mark at each blow. Colours are the page's, by class.
 *
 * @param floor the least that the upper end of the scale is
 * @param blows seconds
 * @param length of the run, in seconds
 */
record Chart(String title, String unit, List<Line> lines, double floor, List<Double> blows,
    double length) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 220;
  private static final int LEFT = 64;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 30;
  private static final int GRID = 4;
  private static final int TICKS = 6;

  /** @param pieces it is drawn through, with a gap between one and the next */
  record Line(String name, List<List<Point>> pieces) {}

  String html() {
    return "<figure><figcaption>" + title + (unit.isEmpty() ? "" : ", " + unit) + "</figcaption>"
        + legend() + svg() + "</figure>\n";
  }

  private String legend() {
    if (lines.size() < 2) {
      return "";
    }
    var names = new StringBuilder("<ul class=legend>");
    for (int i = 0; i < lines.size(); i++) {
      names.append("<li class=c").append(i).append('>').append(lines.get(i).name());
    }
    return names.append("</ul>").toString();
  }

  private String svg() {
    double step = step(Math.max(floor, most()) / GRID);
    double top = step * GRID;
    var parts = new ArrayList<String>();
    parts.add("<svg viewBox='0 0 %d %d' role=img aria-label='%s'>".formatted(WIDTH, HEIGHT,
        title));
    for (int i = 0; i <= GRID; i++) {
      double y = y(i * step, top);
      parts.add(text("<line class=grid x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", LEFT,
          WIDTH - RIGHT, y, y));
      parts.add(text("<text x='%d' y='%.1f' text-anchor=end>%s</text>", LEFT - 8, y + 4,
          number(i * step)));
    }
    double minutes = step(length / 60 / TICKS);
    for (double minute = 0; minute * 60 <= length; minute += minutes) {
      parts.add(text("<text x='%.1f' y='%d' text-anchor=middle>%s min</text>", x(60 * minute),
          HEIGHT - 8, number(minute)));
    }
    blows.forEach(at -> parts.add(text("<line class=blow x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>",
        x(at), x(at), TOP, HEIGHT - BOTTOM)));
    IntStream.range(0, lines.size())
        .forEach(i -> lines.get(i).pieces().forEach(piece -> parts.add(path(i, piece, top))));
    parts.add("</svg>");
    return String.join("\n", parts);
  }

  private String path(int number, List<Point> piece, double top) {
    var path = new StringBuilder("<path class=c" + number + " d='");
    for (int i = 0; i < piece.size(); i++) {
      path.append(text("%s%.1f %.1f", i == 0 ? "M" : "L", x(piece.get(i).at()),
          y(piece.get(i).value(), top)));
    }
    if (piece.size() == 1) {
      path.append("h1"); // a dot
    }
    return path.append("'/>").toString();
  }

  private double most() {
    return points().mapToDouble(Point::value).max().orElse(1);
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(line -> line.pieces().stream()).flatMap(List::stream);
  }

  private double x(double seconds) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(seconds / length, 0, 1);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.min(1, value / top);
  }

  /** The next of 1, 2, 2.5, 5 times a power of ten. */
  static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-9))));
    return Stream.of(1.0, 2.0, 2.5, 5.0, 10.0).map(one -> one * power)
        .filter(one -> one >= least * (1 - 1e-9)).findFirst().orElse(10 * power);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.4s", value);
  }

  @FormatMethod
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
