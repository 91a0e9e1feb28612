package io.epro.gateway.receive;

import java.util.Arrays;

/**
 * Where the lines of a batch begin and end. A line ends with LF or CR LF, the last one perhaps with
 * nothing; lines of blanks alone are no reports and are passed over.
 */
final class BatchLines {
  private final byte[] body;
  private int count;
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] number = new int[16];

  private BatchLines(byte[] body) {
    this.body = body;
  }

  /** Stops one line over the bound. */
  static BatchLines of(byte[] body, int most) {
    var lines = new BatchLines(body);
    int line = 1;
    int begin = 0;
    for (int i = 0; i <= body.length && lines.count <= most; i++) {
      if (i == body.length || body[i] == '\n') {
        lines.add(begin, i > begin && body[i - 1] == '\r' ? i - 1 : i, line++);
        begin = i + 1;
      }
    }
    return lines;
  }

  int count() {
    return count;
  }

  int length(int index) {
    return to[index] - from[index];
  }

  /** The line as it was sent, without its end. */
  byte[] bytes(int index) {
    return Arrays.copyOfRange(body, from[index], to[index]);
  }

  /** Counted from 1, with the lines that are passed over. */
  int number(int index) {
    return number[index];
  }

  private void add(int begin, int end, int line) {
    for (int i = begin; i < end; i++) {
      byte b = body[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        keep(begin, end, line);
        return;
      }
    }
  }

  private void keep(int begin, int end, int line) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
      number = Arrays.copyOf(number, 2 * count);
    }
    from[count] = begin;
    to[count] = end;
    number[count] = line;
    count++;
  }
}
