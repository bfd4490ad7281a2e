package io.mizzen.kernel.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whole numbers, decimal numbers and truth values, as YAML 1.2's core schema writes them. */
final class NumberTypes {
  /** Numbers may also come from a substitution; an editor's checker must let that pass. */
  static final String SUBSTITUTION = "\\$\\{";

  static final ScalarType INT =
      new WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE) {
        @Override
        Object convert(BigInteger number) {
          return number.intValueExact();
        }
      };

  static final ScalarType LONG =
      new WholeNumber(Long.MIN_VALUE, Long.MAX_VALUE) {
        @Override
        Object convert(BigInteger number) {
          return number.longValueExact();
        }
      };

  static final ScalarType DOUBLE = new DecimalNumber();
  static final ScalarType BOOLEAN = new Truth();

  private static final String QUOTES = "remove the quotes; in quotes it is a text";

  private NumberTypes() {}

  /** {@code [-+]?(0|[1-9][0-9]*)}: no leading zeros, no underscores, no other bases. */
  static boolean isWhole(String text) {
    int from = signLength(text);
    int digits = text.length() - from;
    return digits > 0 && isDigits(text, from) && (digits == 1 || text.charAt(from) != '0');
  }

  /** A decimal number with optional fraction and exponent; no infinity, no NaN. */
  static boolean isDecimal(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = e < 0 ? text : text.substring(0, e);
    String exponent = e < 0 ? "0" : text.substring(e + 1);
    int dot = mantissa.indexOf('.');
    String whole = dot < 0 ? mantissa : mantissa.substring(0, dot);
    String fraction = dot < 0 ? "" : mantissa.substring(dot + 1);
    boolean fractionFits = isDigits(fraction, 0) && (dot < 0 || !fraction.isEmpty());
    boolean exponentFits =
        exponent.length() <= 4
            && exponent.length() > signLength(exponent)
            && isDigits(exponent, signLength(exponent));
    return isWhole(whole) && fractionFits && exponentFits;
  }

  private static int signLength(String text) {
    return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
  }

  static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private abstract static class WholeNumber implements ScalarType {
    private final BigInteger least;
    private final BigInteger most;

    WholeNumber(long least, long most) {
      this.least = BigInteger.valueOf(least);
      this.most = BigInteger.valueOf(most);
    }

    abstract Object convert(BigInteger number);

    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      if (!isWhole(text)) {
        throw BadScalar.of("MZ1103", "not a whole number", "\"" + text + "\"", describe())
            .suggest(respelt(text));
      }
      if (scalar.isQuoted()) {
        throw BadScalar.of("MZ1103", "not a whole number", "\"" + text + "\"", describe())
            .help(QUOTES);
      }
      // A sign and 19 digits hold every long; anything longer need not be computed.
      boolean fits = text.length() <= 20;
      BigInteger number = fits ? new BigInteger(text) : most.add(BigInteger.ONE);
      if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
        throw BadScalar.of(
            "MZ1103", "number out of range", text, "a whole number from " + least + " to " + most);
      }
      return convert(number);
    }

    /** {@code 1_000} and {@code 0644} were numbers in YAML 1.1. */
    private static @Nullable String respelt(String text) {
      String plain = text.replace("_", "").replace(",", "");
      while (plain.length() > 1 && plain.startsWith("0")) {
        plain = plain.substring(1);
      }
      return isWhole(plain) ? plain : null;
    }

    @Override
    public Style style() {
      return Style.BARE;
    }

    @Override
    public String describe() {
      return "a whole number";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", List.of("integer", "string"), "pattern", SUBSTITUTION);
    }
  }

  private static final class DecimalNumber implements ScalarType {
    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      if (!isDecimal(text)) {
        throw BadScalar.of("MZ1103", "not a number", "\"" + text + "\"", describe());
      }
      if (scalar.isQuoted()) {
        throw BadScalar.of("MZ1103", "not a number", "\"" + text + "\"", describe()).help(QUOTES);
      }
      double number = Double.parseDouble(text);
      if (Double.isInfinite(number)) {
        throw BadScalar.of("MZ1103", "number out of range", text, describe());
      }
      return number;
    }

    @Override
    public String write(Object value) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }

    @Override
    public Style style() {
      return Style.BARE;
    }

    @Override
    public String describe() {
      return "a number";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", List.of("number", "string"), "pattern", SUBSTITUTION);
    }
  }

  private static final class Truth implements ScalarType {
    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      boolean known = text.equals("true") || text.equals("false");
      if (!known) {
        throw BadScalar.of("MZ1109", "neither true nor false", "\"" + text + "\"", describe())
            .words(List.of("true", "false"))
            .suggest(meant(text));
      }
      if (scalar.isQuoted()) {
        throw BadScalar.of("MZ1109", "neither true nor false", "\"" + text + "\"", describe())
            .help(QUOTES);
      }
      return text.equals("true");
    }

    private static @Nullable String meant(String text) {
      return switch (text.toLowerCase(java.util.Locale.ROOT)) {
        case "yes", "on", "y", "1", "true", "enabled" -> "true";
        case "no", "off", "n", "0", "false", "disabled" -> "false";
        default -> null;
      };
    }

    @Override
    public Style style() {
      return Style.BARE;
    }

    @Override
    public String describe() {
      return "true or false";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", List.of("boolean", "string"), "pattern", SUBSTITUTION);
    }
  }
}
