package io.mizzen.kernel.plugin;

import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.route.RouterFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a component as a catalogue shows them: name, type, default, meaning. */
final class ConfigDescription {
  private final Set<Class<?>> open = new HashSet<>();

  private ConfigDescription() {}

  /** The records a factory is configured with, by where they stand in YAML. */
  static Map<String, Object> of(ExtensionFactory factory) {
    Map<String, Object> records = new LinkedHashMap<>();
    if (factory instanceof ProtocolFactory<?, ?> protocol) {
      records.put("config", describe(protocol.serverConfigType()));
      records.put("clientConfig", describe(protocol.clientConfigType()));
    } else if (factory instanceof RouterFactory<?, ?> router) {
      records.put("config", describe(router.configType()));
      records.put("route", describe(router.routeType()));
    } else if (factory instanceof ConfiguredFactory<?, ?> configured) {
      records.put("config", describe(configured.configType()));
    }
    return records;
  }

  private static List<Object> describe(Class<?> type) {
    return new ConfigDescription().settings(type);
  }

  private List<Object> settings(Class<?> type) {
    List<Object> settings = new ArrayList<>();
    // A record may hold itself, directly or through others; its name is enough the second time.
    if (open.add(type)) {
      for (RecordComponent component : type.getRecordComponents()) {
        settings.add(setting(component));
      }
      open.remove(type);
    }
    return settings;
  }

  private Map<String, Object> setting(RecordComponent component) {
    Map<String, Object> setting = new LinkedHashMap<>();
    setting.put("name", component.getName());
    setting.put("type", typeName(component.getGenericType()));
    Default standard = component.getAnnotation(Default.class);
    if (standard != null) {
      setting.put("default", standard.value());
    }
    Doc doc = component.getAnnotation(Doc.class);
    if (doc != null) {
      setting.put("doc", doc.value());
    }
    Class<?> inner = innermost(component.getGenericType());
    if (inner != null && inner.isEnum()) {
      setting.put("words", words(inner));
    } else if (inner != null && inner.isRecord() && !isValue(inner)) {
      setting.put("settings", settings(inner));
    }
    return setting;
  }

  /** Records of the SPI such as a byte size are written as one word. */
  private static boolean isValue(Class<?> type) {
    return type.getPackageName().equals("io.mizzen.spi.config");
  }

  private static List<String> words(Class<?> type) {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      words.add(camelCase(((Enum<?>) constant).name()));
    }
    return words;
  }

  /** {@code PER_TRY} is written {@code perTry}. */
  private static String camelCase(String name) {
    String[] parts = name.toLowerCase(Locale.ROOT).split("_");
    StringBuilder word = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      word.append(parts[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(parts[i].substring(1));
    }
    return word.toString();
  }

  private static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      List<String> arguments = new ArrayList<>();
      for (Type argument : generic.getActualTypeArguments()) {
        arguments.add(typeName(argument));
      }
      return typeName(generic.getRawType()) + " of " + String.join(" to ", arguments);
    }
    if (type instanceof WildcardType wildcard) {
      return typeName(wildcard.getUpperBounds()[0]);
    }
    String name = type instanceof Class<?> raw ? raw.getSimpleName() : type.getTypeName();
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** The element of a list or the value of a map, else the type itself. */
  private static @Nullable Class<?> innermost(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return innermost(arguments[arguments.length - 1]);
    }
    return type instanceof Class<?> raw ? raw : null;
  }
}
