package io.epro.processor.validate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.epro.report.ReportJson;
import io.epro.report.ReportText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a report's bytes. Nothing here throws on bad data. A report as programs write it, which keeps every
 * rule, is read once by {@link QuickReading} without garbage; all others by a streaming parser, whose word
 * counts ({@link ReportReading}).
 *
 * <p>What the rules mean where they could be read in two ways:
 * <ul>
 * <li>A document that is not one JSON object in UTF-8, or is over a limit of {@link ReportJson}, is
 * {@code malformed_json} at the empty pointer and nothing else: what was read before the fault does
 * not count.
 * <li>All other violations are listed in the order in which the document shows them; a missing field
 * shows at the end of its object. Each pair of code and pointer is listed once, and at most
 * {@link Rules#maxViolations()} of them.
 * <li>Pointers are made of the contract's own names and of indices only: a name that we do not know is
 * something that a client wrote, and may be anything. A duplicate of an unknown key, or one anywhere
 * inside a value that is not judged, is therefore reported at the nearest known place around it. So no
 * pointer has a character to escape.
 * <li>The first of duplicate fields is judged; the others are only looked through for duplicates.
 * <li>{@code null} is {@code wrong_type}; absent is absent. {@code timestamp} and {@code heartRate} are
 * integers as written: {@code 72.0} and {@code 7e1} are {@code wrong_type}, an integer of any length is
 * only {@code out_of_range}.
 * <li>{@code temp} and {@code doseMg} are compared as doubles: {@code 1e-400} is 0 and {@code 1e400}
 * infinite, both {@code out_of_range}. So a dose that is accepted has at most 1324 decimal places,
 * and Postgres' numeric holds it as it was written.
 * <li>Characters are Unicode code points. A text may be {@code too_long} and {@code bad_format} at once
 * (empty, U+0000, or half a surrogate pair, none of which Postgres holds). A patient id has one form,
 * whose length is part of it: it is never too_long.
 * <li>Of a list that is {@code too_many}, what lies beyond the limit is not judged.
 * </ul>
 *
 * <p>Confined to one thread: there is one report for all, and parsers share a table of names.
 */
public final class ReportValidator implements Judge {
  private static final Verdict MALFORMED = new Verdict.Invalid(
      List.of(new Violation(ViolationCode.MALFORMED_JSON, "")), null);

  private final Rules rules;
  private final Pointers pointers;
  private final Report report = new Report();
  private final Verdict valid = new Verdict.Valid(report);
  private final QuickReading quick;
  private final JsonFactory json = ReportJson.factory();

  public ReportValidator(Rules rules) {
    this.rules = rules;
    this.pointers = new Pointers(rules.symptoms().count(), rules.medications().count());
    this.quick = new QuickReading(rules, report);
  }

  @Override
  public Verdict validate(byte @Nullable [] body, long receivedAtMillis) {
    if (body == null || !ReportText.isUtf8(body)) {
      return MALFORMED;
    }
    long latest = rules.latest(receivedAtMillis);
    return quick.read(body, latest) ? valid : parsed(body, latest);
  }

  private Verdict parsed(byte[] body, long latest) {
    try (var parser = json.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return MALFORMED;
      }
      var invalid = new ReportReading(parser, rules, pointers, latest, report).read();
      return parser.nextToken() != null ? MALFORMED : invalid == null ? valid : invalid;
    } catch (JacksonException e) {
      // Its message quotes the document, so it goes nowhere.
      return MALFORMED;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }
}
