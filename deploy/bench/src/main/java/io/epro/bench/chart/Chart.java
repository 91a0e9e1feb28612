package io.epro.bench.chart;

import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines as SVG. Colours are those of {@code chart.css}, by class.
 *
 * @param title without markup, as {@code unit} and the names of lines and ticks
 * @param floor the least that the upper end of the scale is
 */
public record Chart(String title, String unit, List<Line> lines, double floor, Axis axis) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 220;
  private static final int HEAD = 52;
  private static final int LEFT = 64;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 30;
  private static final int GRID = 4;
  private static final int LETTER = 8;

  /** @param pieces it is drawn through, with a gap between one and the next */
  public record Line(String name, List<List<Point>> pieces) {}

  /** For a page that has {@link #css()}. */
  public String html() {
    return "<figure><figcaption>" + heading() + "</figcaption>" + legend()
        + "<svg viewBox='0 0 %d %d' role=img aria-label='%s'>\n".formatted(WIDTH, HEIGHT, title)
        + drawing() + "</svg></figure>\n";
  }

  /** As a file of its own, legend and colours included. */
  public String svg() {
    var head = new StringBuilder(text("<text class='title' x='0' y='18'>%s</text>\n", heading()));
    int x = LEFT;
    for (int i = 0; i < lines.size(); i++) {
      head.append(text("<rect class='c%d' x='%d' y='35' width='14' height='4'/>", i, x));
      head.append(text("<text x='%d' y='42'>%s</text>\n", x + 20, lines.get(i).name()));
      x += 20 + LETTER * lines.get(i).name().length() + 20;
    }
    return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 %d %d %d' role='img'>\n<title>%s</title>\n"
        .formatted(-HEAD, WIDTH, HEIGHT + HEAD, heading())
        + "<style>\n" + css() + "</style>\n<g transform='translate(0 " + -HEAD + ")'>\n" + head
        + "</g>\n" + drawing() + "</svg>\n";
  }

  public static String css() {
    try (InputStream in = Objects.requireNonNull(
        Chart.class.getResourceAsStream("chart.css"), "the chart's style")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String heading() {
    return title + (unit.isEmpty() ? "" : ", " + unit);
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

  private String drawing() {
    double step = step(Math.max(floor, most()) / GRID);
    double top = step * GRID;
    var parts = new ArrayList<String>();
    for (int i = 0; i <= GRID; i++) {
      double y = y(i * step, top);
      parts.add(text("<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", LEFT,
          WIDTH - RIGHT, y, y));
      parts.add(text("<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 8, y + 4,
          number(i * step)));
    }
    axis.ticks().forEach(
        tick -> parts.add(text("<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
            x(tick.at()), HEIGHT - 8, tick.label())));
    axis.marks().forEach(
        at -> parts.add(text("<line class='mark' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>",
            x(at), x(at), TOP, HEIGHT - BOTTOM)));
    IntStream.range(0, lines.size())
        .forEach(i -> lines.get(i).pieces().forEach(piece -> parts.add(path(i, piece, top))));
    return String.join("\n", parts) + "\n";
  }

  private String path(int number, List<Point> piece, double top) {
    boolean dot = piece.size() == 1;
    var path = new StringBuilder("<path class='c" + number + (dot ? " dot" : "") + "' d='");
    for (int i = 0; i < piece.size(); i++) {
      path.append(text("%s%.1f %.1f", i == 0 ? "M" : "L", x(piece.get(i).at()),
          y(piece.get(i).value(), top)));
    }
    if (dot) {
      path.append("h0");
    }
    return path.append("'/>").toString();
  }

  private double most() {
    return points().mapToDouble(Point::value).max().orElse(1);
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(line -> line.pieces().stream()).flatMap(List::stream);
  }

  private double x(double at) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(at / axis.length(), 0, 1);
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

  static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.4s", value);
  }

  @FormatMethod
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
