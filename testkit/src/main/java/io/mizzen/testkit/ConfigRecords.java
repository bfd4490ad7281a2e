package io.mizzen.testkit;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.config.Ratio;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes configuration records without the kernel's binder: every component has its declared
 * default, but for those a test names. Knows scalars, durations, sizes, ratios, addresses, enums,
 * nested records and empty collections, which is what defaults are made of.
 */
public final class ConfigRecords {
  private ConfigRecords() {}

  /** A record with all its defaults. */
  public static <R extends Record> R defaults(Class<R> type) {
    return with(type, Map.of());
  }

  /**
   * A record with its defaults and some other values.
   *
   * @param values by component name
   * @throws IllegalArgumentException what the record's constructor says
   */
  public static <R extends Record> R with(Class<R> type, Map<String, ?> values) {
    Map<String, Object> left = new HashMap<>(values);
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      arguments[i] = left.containsKey(name) ? left.remove(name) : defaultOf(components[i]);
    }
    if (!left.isEmpty()) {
      throw new AssertionError(type.getSimpleName() + " has no components " + left.keySet());
    }
    return construct(type, components, arguments);
  }

  private static <R extends Record> R construct(
      Class<R> type, RecordComponent[] components, Object[] arguments) {
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable Object defaultOf(RecordComponent component) {
    Default declared = component.getAnnotation(Default.class);
    Class<?> type = component.getType();
    if (declared != null) {
      return parse(type, declared.value());
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == Set.class) {
      return Set.of();
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    throw new AssertionError(
        component.getDeclaringRecord().getSimpleName()
            + "."
            + component.getName()
            + " has no default: name a value in the test");
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class was asked before every cast
  private static Object parse(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return Integer.parseInt(text.replace("_", ""));
    } else if (type == long.class || type == Long.class) {
      return Long.parseLong(text.replace("_", ""));
    } else if (type == double.class || type == Double.class) {
      return Double.parseDouble(text);
    } else if (type == boolean.class || type == Boolean.class) {
      return Boolean.parseBoolean(text);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == ByteSize.class) {
      return size(text);
    } else if (type == Ratio.class) {
      boolean percent = text.endsWith("%");
      String number = percent ? text.substring(0, text.length() - 1) : text;
      return new Ratio(Double.parseDouble(number) / (percent ? 100 : 1));
    } else if (type == HostPort.class) {
      return HostPort.parse(text);
    } else if (type.isEnum()) {
      return word((Class<? extends Enum>) type, text);
    } else if (type.isRecord() && text.equals("{}")) {
      return defaults((Class<? extends Record>) type);
    } else if (type == List.class) {
      return text.equals("[]") ? List.of() : List.of(text.replaceAll("[\\[\\]\" ]", "").split(","));
    } else if (type == Map.class && text.equals("{}")) {
      return Map.of();
    } else if (type == Set.class && text.equals("[]")) {
      return Set.of();
    }
    throw new AssertionError("no idea how to make a " + type.getName() + " of '" + text + "'");
  }

  /** YAML writes the words of an enum in camel case. */
  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      String plain = constant.name().replace("_", "");
      if (plain.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new AssertionError("no word '" + text + "' in " + type.getSimpleName());
  }

  private static Duration duration(String text) {
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
      unit++;
    }
    long number = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit)) {
      case "ms" -> Duration.ofMillis(number);
      case "s", "" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new AssertionError("not a duration: '" + text + "'");
    };
  }

  private static ByteSize size(String text) {
    String[] units = {"KiB", "MiB", "GiB"};
    for (int i = 0; i < units.length; i++) {
      if (text.endsWith(units[i])) {
        return new ByteSize(Long.parseLong(text.substring(0, text.length() - 3)) << 10 * (i + 1));
      }
    }
    return new ByteSize(
        Long.parseLong(text.endsWith("B") ? text.substring(0, text.length() - 1) : text));
  }
}
