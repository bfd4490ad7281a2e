package io.mizzen.kernel.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Equality and hash of configurations, component by component, as a record's own {@code equals} has
 * it.
 *
 * <p>A record's own methods are made of a dozen generated method handles when they are called
 * first, and no class-data archive keeps those: a tenth of a start went there. A configuration is
 * compared once per load, where reflection is the cheaper way.
 */
public final class RecordValues {
  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          Method[] accessors = new Method[components.length];
          for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
          }
          return accessors;
        }
      };

  private RecordValues() {}

  /** The same for equal configurations. */
  public static int hash(@Nullable Object value) {
    if (value instanceof Record) {
      int hash = value.getClass().hashCode();
      for (Method accessor : ACCESSORS.get(value.getClass())) {
        hash = 31 * hash + hash(read(value, accessor));
      }
      return hash;
    }
    if (value instanceof List<?> list) {
      int hash = 1;
      for (Object element : list) {
        hash = 31 * hash + hash(element);
      }
      return hash;
    }
    if (value instanceof Map<?, ?> map) {
      int hash = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        hash += hash(entry.getKey()) ^ hash(entry.getValue());
      }
      return hash;
    }
    return Objects.hashCode(value);
  }

  /** Whether two configurations are of one class and equal in every component. */
  public static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one == other) {
      return true;
    }
    if (one == null || other == null) {
      return false;
    }
    if (one instanceof Record) {
      return one.getClass() == other.getClass() && sameComponents(one, other);
    }
    if (one instanceof List<?> list && other instanceof List<?> second) {
      return list.size() == second.size() && sameElements(list, second);
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> second) {
      return map.size() == second.size() && sameEntries(map, second);
    }
    return one.equals(other);
  }

  private static boolean sameComponents(Object one, Object other) {
    for (Method accessor : ACCESSORS.get(one.getClass())) {
      if (!same(read(one, accessor), read(other, accessor))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameElements(List<?> one, List<?> other) {
    Iterator<?> others = other.iterator();
    for (Object element : one) {
      if (!same(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Map<?, ?> one, Map<?, ?> other) {
    for (Map.Entry<?, ?> entry : one.entrySet()) {
      Object value = other.get(entry.getKey());
      if (!same(entry.getValue(), value) || (value == null && !other.containsKey(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object read(Object record, Method accessor) {
    try {
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }
}
