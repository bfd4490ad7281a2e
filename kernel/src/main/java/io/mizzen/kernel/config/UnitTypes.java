package io.mizzen.kernel.config;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Durations, sizes and shares: a number and its unit, which is never guessed.
 *
 * <p>Reading avoids BigDecimal: preparing that class takes longer than reading a configuration.
 */
final class UnitTypes {
  static final ScalarType DURATION = new DurationType();
  static final ScalarType SIZE = new SizeType();
  static final ScalarType RATIO = new RatioType();

  /** Nothing we read has more; a longer one is an attack on BigInteger. */
  private static final int LONGEST_NUMBER = 20;

  private UnitTypes() {}

  private static int numberLength(String text) {
    int i = 0;
    while (i < text.length() && (isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether it is digits with at most one point among them. */
  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER
        && numberLength(text) == text.length()
        && !text.startsWith(".")
        && !text.endsWith(".")
        && !text.isEmpty()
        && text.indexOf('.') == text.lastIndexOf('.');
  }

  private static final class DurationType implements ScalarType {
    private static final Map<String, Long> NANOS = new LinkedHashMap<>();

    static {
      NANOS.put("h", 3_600_000_000_000L);
      NANOS.put("m", 60_000_000_000L);
      NANOS.put("s", 1_000_000_000L);
      NANOS.put("ms", 1_000_000L);
      NANOS.put("us", 1_000L);
    }

    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      int length = numberLength(text);
      String number = text.substring(0, length);
      String unit = text.substring(length);
      if (!isNumber(number)) {
        throw BadScalar.of("MZ1104", "not a duration", "\"" + text + "\"", describe());
      }
      if (unit.isEmpty()) {
        throw BadScalar.of("MZ1104", "duration needs a unit", text, describe())
            .suggest(Double.parseDouble(number) == 0 ? "0s" : text + "ms");
      }
      Long nanos = NANOS.get(unit);
      if (nanos == null) {
        String meant = meant(unit.trim().toLowerCase(Locale.ROOT));
        throw BadScalar.of("MZ1104", "not a duration", "\"" + text + "\"", describe())
            .suggest(meant == null ? null : text.substring(0, length) + meant);
      }
      BigInteger total = times(number, nanos);
      if (total.bitLength() >= Long.SIZE) {
        throw BadScalar.of("MZ1104", "duration is too long", text, "at most 292 years");
      }
      return Duration.ofNanos(total.longValueExact());
    }

    /** So many of a unit, what is less than one nanosecond cut off. */
    private static BigInteger times(String number, long nanos) {
      int point = number.indexOf('.');
      if (point < 0) {
        return new BigInteger(number).multiply(BigInteger.valueOf(nanos));
      }
      int places = number.length() - point - 1;
      return new BigInteger(number.substring(0, point) + number.substring(point + 1))
          .multiply(BigInteger.valueOf(nanos))
          .divide(BigInteger.TEN.pow(places));
    }

    private static @Nullable String meant(String unit) {
      return switch (unit) {
        case "us", "usec", "µs" -> "us";
        case "ms", "msec", "millis" -> "ms";
        case "s", "sec", "secs", "second", "seconds" -> "s";
        case "m", "min", "mins", "minute", "minutes" -> "m";
        case "h", "hour", "hours" -> "h";
        default -> null;
      };
    }

    @Override
    public String write(Object value) {
      long nanos = ((Duration) value).toNanos();
      if (nanos == 0) {
        return "0s";
      }
      for (Map.Entry<String, Long> unit : NANOS.entrySet()) {
        if (nanos % unit.getValue() == 0) {
          return nanos / unit.getValue() + unit.getKey();
        }
      }
      return BigDecimal.valueOf(nanos, 3).toPlainString() + "us";
    }

    @Override
    public String describe() {
      return "a number and a unit (ms, s, m, h)";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "pattern", "^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$|\\$\\{");
    }
  }

  private static final class SizeType implements ScalarType {
    private static final Map<String, Integer> SHIFTS =
        Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      int length = numberLength(text);
      String digits = text.substring(0, length);
      String unit = text.substring(length);
      // 18 digits fit a long before the shift; the product is checked below.
      if (digits.isEmpty() || digits.indexOf('.') >= 0 || length > 18) {
        throw BadScalar.of("MZ1106", "not a size", "\"" + text + "\"", describe());
      }
      if (unit.isEmpty()) {
        throw BadScalar.of("MZ1106", "size needs a unit", text, describe())
            .suggest(text + (digits.equals("0") ? "B" : "KiB"));
      }
      Integer shift = SHIFTS.get(unit);
      if (shift == null) {
        String meant = meant(unit.trim().toLowerCase(Locale.ROOT));
        throw BadScalar.of("MZ1106", "not a size", "\"" + text + "\"", describe())
            .suggest(meant == null ? null : digits + meant);
      }
      long number = Long.parseLong(digits);
      if (number > Long.MAX_VALUE >> shift) {
        throw BadScalar.of("MZ1106", "size is too large", text, describe());
      }
      return new ByteSize(number << shift);
    }

    private static @Nullable String meant(String unit) {
      return switch (unit) {
        case "b", "byte", "bytes" -> "B";
        case "k", "kb", "kib" -> "KiB";
        case "m", "mb", "mib" -> "MiB";
        case "g", "gb", "gib" -> "GiB";
        default -> null;
      };
    }

    @Override
    public String describe() {
      return "a number and a unit (B, KiB, MiB, GiB)";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "pattern", "^[0-9]+(B|KiB|MiB|GiB)$|\\$\\{");
    }
  }

  private static final class RatioType implements ScalarType {
    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      boolean percent = text.endsWith("%");
      String number = percent ? text.substring(0, text.length() - 1) : text;
      if (!isNumber(number)) {
        throw BadScalar.of("MZ1107", "not a share", "\"" + text + "\"", describe());
      }
      double value = Double.parseDouble(percent ? number + "e-2" : number);
      if (value > 1) {
        boolean meantPercent = !percent && value <= 100;
        throw BadScalar.of("MZ1107", "a share is at most 1 or 100%", text, describe())
            .suggest(meantPercent ? text + "%" : null);
      }
      return new Ratio(value);
    }

    @Override
    public String write(Object value) {
      double share = ((Ratio) value).value();
      long whole = Math.round(share * 100);
      if (whole / 100.0 == share) {
        return whole + "%";
      }
      BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
      return (percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString()) + "%";
    }

    @Override
    public String describe() {
      return "a percentage (20%) or a number from 0 to 1";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of(
          "type",
          List.of("string", "number"),
          "minimum",
          0,
          "maximum",
          1,
          "pattern",
          "^[0-9]+(\\.[0-9]+)?%$|\\$\\{");
    }
  }
}
