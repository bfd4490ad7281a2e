package io.mizzen.kernel.config;

import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts, addresses, the words of an enum, and records that read themselves from a text. */
final class TextTypes {
  static final ScalarType TEXT = new Text();
  static final ScalarType ADDRESS = new Address();

  private TextTypes() {}

  private static final class Text implements ScalarType {
    @Override
    public Object read(ScalarNode scalar, String noun) {
      return scalar.text();
    }

    @Override
    public Style style() {
      return Style.TEXT;
    }

    @Override
    public String describe() {
      return "a text";
    }

    @Override
    public Map<String, Object> schema() {
      // The text of a number or of true is taken as it is written.
      return Map.of("type", List.of("string", "number", "boolean"));
    }
  }

  private static final class Address implements ScalarType {
    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      String text = scalar.text();
      try {
        return HostPort.parse(text);
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        boolean noPort = message.startsWith("address has no port");
        boolean onlyPort = noPort && !text.isEmpty() && NumberTypes.isDigits(text, 0);
        String what = message.endsWith("\"" + text + "\"") ? before(message, text) : message;
        if (what.startsWith("address ") && !noun.isEmpty()) {
          what = noun + what.substring("address".length());
        }
        String host = noPort && !onlyPort && !text.isBlank() ? text : "10.0.0.12";
        throw BadScalar.of(
                "MZ1105", what, "\"" + text + "\"", "host:port, for example \"" + host + ":8080\"")
            .suggest(onlyPort ? ":" + text : null);
      }
    }

    private static String before(String message, String text) {
      String head = message.substring(0, message.length() - text.length() - 2);
      return head.endsWith(": ") ? head.substring(0, head.length() - 2) : head;
    }

    @Override
    public Style style() {
      return Style.TEXT;
    }

    @Override
    public String describe() {
      return "host:port, for example \"10.0.0.12:8080\"";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "pattern", "^unix:.+|:[0-9]{1,5}$|\\$\\{");
    }
  }

  /** The constants of an enum in camelCase. */
  static final class Choice implements ScalarType {
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private final List<String> docs = new ArrayList<>();

    Choice(Class<?> type) {
      for (Object constant : type.getEnumConstants()) {
        String name = ((Enum<?>) constant).name();
        constants.put(Words.camelCase(name), constant);
        Doc doc = null;
        try {
          doc = type.getField(name).getAnnotation(Doc.class);
        } catch (NoSuchFieldException e) {
          throw new IllegalStateException("an enum constant without its field: " + name, e);
        }
        if (doc != null) {
          docs.add(Words.camelCase(name) + ": " + doc.value());
        }
      }
    }

    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      Object constant = constants.get(scalar.text());
      if (constant == null) {
        List<String> words = List.copyOf(constants.keySet());
        throw BadScalar.of("MZ1108", "unknown word for " + noun, scalar.text(), describe())
            .words(words)
            .suggest(Words.nearest(scalar.text(), words));
      }
      return constant;
    }

    @Override
    public String write(Object value) {
      return Words.camelCase(((Enum<?>) value).name());
    }

    @Override
    public Style style() {
      return Style.TEXT;
    }

    @Override
    public String describe() {
      return "one of " + String.join(", ", constants.keySet());
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("enum", List.copyOf(constants.keySet()));
      if (!docs.isEmpty()) {
        schema.put("description", String.join("\n", docs));
      }
      return schema;
    }
  }

  /**
   * A record with {@code public static R parse(String)}: written as one text, such as {@code
   * 100/s}. Its {@code toString} is what parse reads.
   */
  static final class Parsed implements ScalarType {
    private final Class<?> type;
    private final Method parse;

    private Parsed(Class<?> type, Method parse) {
      this.type = type;
      this.parse = parse;
    }

    static @Nullable Parsed of(Class<?> type) {
      for (Method method : type.getDeclaredMethods()) {
        boolean fits =
            method.getName().equals("parse")
                && java.lang.reflect.Modifier.isStatic(method.getModifiers())
                && method.getReturnType() == type
                && method.getParameterCount() == 1
                && method.getParameterTypes()[0] == String.class;
        if (fits) {
          method.setAccessible(true);
          return new Parsed(type, method);
        }
      }
      return null;
    }

    @Override
    public Object read(ScalarNode scalar, String noun) throws BadScalar {
      try {
        return parse.invoke(null, scalar.text());
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
          String message = String.valueOf(refused.getMessage());
          throw BadScalar.of("MZ1102", message, "\"" + scalar.text() + "\"", describe());
        }
        throw BadScalar.of(
                "MZ1199", "could not be read, " + e.getCause(), scalar.text(), describe())
            .help("this is a defect of the record " + type.getName());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(type.getName() + ".parse cannot be called", e);
      }
    }

    @Override
    public Style style() {
      return Style.TEXT;
    }

    @Override
    public String describe() {
      Doc doc = type.getAnnotation(Doc.class);
      return doc == null
          ? Words.withArticle(type.getSimpleName().toLowerCase(java.util.Locale.ROOT))
          : doc.value();
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", List.of("string", "number"));
    }
  }
}
