package io.mizzen.spi;

import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin can name of the SPI, as text: one line per type and member, sorted, without package
 * prefixes of java.lang. The same on every JDK.
 */
final class PublicApi {
  private PublicApi() {}

  /** Lists every class file below a folder of classes, of this SPI. */
  static List<String> list(Path classes) throws IOException {
    return list(classes, PublicApi.class.getClassLoader());
  }

  /**
   * The same of any SPI.
   *
   * @param loader that has these classes
   */
  static List<String> list(Path classes, ClassLoader loader) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String name =
            classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        if (!name.endsWith("-info")) {
          type(load(name, loader), lines);
        }
      }
    }
    Collections.sort(lines);
    return lines;
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  private static void type(Class<?> type, List<String> lines) {
    if (!visible(type)) {
      return;
    }
    String owner = type.getName();
    lines.add(owner + " : " + header(type));
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (exported(constructor.getModifiers())
          && !constructor.isSynthetic()
          && !ofComponents(type, constructor.getParameterTypes())) {
        lines.add(owner + " new" + executable(constructor, ""));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (exported(method.getModifiers()) && !method.isSynthetic() && !generated(type, method)) {
        lines.add(owner + " " + executable(method, method.getName()));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (exported(field.getModifiers()) && !field.isSynthetic()) {
        lines.add(owner + " " + field(field));
      }
    }
  }

  private static String header(Class<?> type) {
    StringBuilder text = new StringBuilder();
    if (type.isAnnotation()) {
      text.append("annotation");
    } else if (type.isInterface()) {
      text.append(type.isSealed() ? "sealed interface" : "interface");
    } else if (type.isEnum()) {
      text.append("enum");
    } else if (type.isRecord()) {
      text.append("record(");
      text.append(
          Arrays.stream(type.getRecordComponents())
              .map(PublicApi::component)
              .collect(Collectors.joining(", ")));
      text.append(')');
    } else {
      int shown = Modifier.ABSTRACT | Modifier.FINAL | Modifier.STATIC;
      text.append((Modifier.toString(type.getModifiers() & shown) + " class").trim());
    }
    text.append(variables(type.getTypeParameters()));
    Type parent = type.getGenericSuperclass();
    if (parent != null && parent != Object.class && !type.isEnum() && !type.isRecord()) {
      text.append(" extends ").append(name(parent));
    }
    if (!type.isAnnotation() && type.getGenericInterfaces().length > 0) {
      text.append(type.isInterface() ? " extends " : " implements ");
      text.append(names(type.getGenericInterfaces()));
    }
    if (type.isSealed()) {
      text.append(" permits ").append(names(type.getPermittedSubclasses()));
    }
    return text.toString();
  }

  private static String component(RecordComponent component) {
    return annotated(component.getAnnotatedType(), component.getGenericType())
        + " "
        + component.getName();
  }

  private static String executable(Executable executable, String name) {
    StringBuilder text = new StringBuilder(name).append('(');
    text.append(
        Arrays.stream(executable.getParameters())
            .map(PublicApi::parameter)
            .collect(Collectors.joining(", ")));
    text.append(')');
    if (executable instanceof Method method) {
      text.append(' ')
          .append(annotated(method.getAnnotatedReturnType(), method.getGenericReturnType()));
      text.append(method.isDefault() ? " default" : "");
      if (method.getDefaultValue() != null) {
        text.append(" = ").append(method.getDefaultValue());
      }
    }
    text.append(variables(executable.getTypeParameters()));
    int shown = Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL | Modifier.PROTECTED;
    String modifiers = Modifier.toString(executable.getModifiers() & shown);
    text.append(modifiers.isEmpty() ? "" : " " + modifiers);
    if (executable.getExceptionTypes().length > 0) {
      text.append(" throws ").append(names(executable.getGenericExceptionTypes()));
    }
    return text.toString();
  }

  private static String parameter(Parameter parameter) {
    return annotated(parameter.getAnnotatedType(), parameter.getParameterizedType());
  }

  private static String field(Field field) {
    String text =
        field.getName() + " " + annotated(field.getAnnotatedType(), field.getGenericType());
    int modifiers = field.getModifiers();
    if (field.isEnumConstant()) {
      return field.getName() + " constant";
    }
    text += " " + Modifier.toString(modifiers & ~Modifier.PUBLIC);
    // A compiler copies such values into plugins.
    if (Modifier.isStatic(modifiers)
        && Modifier.isFinal(modifiers)
        && (field.getType().isPrimitive() || field.getType() == String.class)) {
      try {
        text += " = " + field.get(null);
      } catch (IllegalAccessException e) {
        throw new AssertionError(field.toString(), e);
      }
    }
    return text;
  }

  /** Said by the record's header already; its generic types are lost on JDK 17. */
  private static boolean ofComponents(Class<?> type, Class<?>[] parameters) {
    return type.isRecord()
        && Arrays.equals(
            parameters,
            Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
  }

  /** What each enum and record has, and the header implies. */
  private static boolean generated(Class<?> type, Method method) {
    String name = method.getName();
    if (type.isEnum()) {
      return name.equals("values") || name.equals("valueOf");
    }
    if (!type.isRecord()) {
      return false;
    }
    return name.equals("equals")
        || name.equals("hashCode")
        || name.equals("toString")
        || Arrays.stream(type.getRecordComponents()).anyMatch(c -> method.equals(c.getAccessor()));
  }

  private static boolean visible(@Nullable Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
      if (!exported(each.getModifiers()) || each.isAnonymousClass() || each.isLocalClass()) {
        return false;
      }
    }
    return true;
  }

  private static boolean exported(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String variables(TypeVariable<?>[] variables) {
    if (variables.length == 0) {
      return "";
    }
    return Arrays.stream(variables)
        .map(v -> v.getName() + " extends " + names(v.getBounds()))
        .collect(Collectors.joining(", ", " <", ">"));
  }

  /** The outermost null mark is shown: a plugin that reads null where none was breaks. */
  private static String annotated(AnnotatedType annotated, Type type) {
    boolean nullable =
        !(annotated instanceof AnnotatedArrayType) && annotated.isAnnotationPresent(Nullable.class);
    return (nullable ? "@Nullable " : "") + name(type);
  }

  private static String names(Type[] types) {
    return Arrays.stream(types).map(PublicApi::name).collect(Collectors.joining(", "));
  }

  private static String name(Type type) {
    return type.getTypeName().replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
  }
}
