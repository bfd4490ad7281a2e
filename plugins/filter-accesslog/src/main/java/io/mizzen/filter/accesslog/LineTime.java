package io.mizzen.filter.accesslog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes times as {@code 2026-11-21T12:20:01.123Z} (RFC 3339). One per worker. Remembers the last
 * second, since the next line is nearly always in it.
 */
final class LineTime {
  private static final int SECONDS_PER_DAY = 86_400;

  /** From the beginning of an era of 400 years, which starts in March of year 0, to 1970. */
  private static final long DAYS_TO_1970 = 719_468;

  private static final int DAYS_PER_ERA = 146_097;

  private final Line scratch = new Line();
  private long second = Long.MIN_VALUE;
  private byte[] prefix = "".getBytes(StandardCharsets.US_ASCII);

  /** Appends a time; no quotes. */
  void append(long millis, Line out) {
    long now = Math.floorDiv(millis, 1000L);
    if (now != second) {
      second = now;
      render(now);
    }
    out.raw(prefix);
    out.padded((int) Math.floorMod(millis, 1000L), 3);
    out.raw('Z');
  }

  /** Days to a date as in Howard Hinnant's "chrono-compatible low-level date algorithms". */
  private void render(long seconds) {
    long days = Math.floorDiv(seconds, (long) SECONDS_PER_DAY) + DAYS_TO_1970;
    long era = Math.floorDiv(days, (long) DAYS_PER_ERA);
    int dayOfEra = (int) Math.floorMod(days, (long) DAYS_PER_ERA);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_ERA - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    int rest = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
    scratch.clear();
    part(year, 4, '-');
    part(month, 2, '-');
    part(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2, 'T');
    part(rest / 3600, 2, ':');
    part(rest / 60 % 60, 2, ':');
    part(rest % 60, 2, '.');
    if (prefix.length != scratch.length()) {
      prefix = Arrays.copyOf(scratch.bytes(), scratch.length());
    } else {
      System.arraycopy(scratch.bytes(), 0, prefix, 0, prefix.length);
    }
  }

  private void part(int value, int digits, char after) {
    scratch.padded(value, digits);
    scratch.raw(after);
  }
}
