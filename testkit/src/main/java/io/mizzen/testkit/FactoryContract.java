package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.protocol.ProtocolFactory;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every plugin keeps: it is found by its service file, registers the same twice, describes all
 * of its configuration, and its records take their defaults and refuse nonsense.
 */
public abstract class FactoryContract {
  /** The plugin. */
  protected abstract MizzenPlugin plugin();

  /** Values that a record must refuse. */
  protected abstract List<Refusal> refusals();

  /** Values for components that have no default, by component name, for every record. */
  protected Map<String, ?> required(Class<? extends Record> type) {
    return Map.of();
  }

  @Test
  void isFoundByItsServiceFile() {
    List<Class<?>> found = new ArrayList<>();
    ServiceLoader.load(MizzenPlugin.class).stream().forEach(p -> found.add(p.type()));
    assertTrue(found.contains(plugin().getClass()), () -> "service files name " + found);
  }

  @Test
  void registersTheSameEveryTime() {
    RecordingRegistrar first = RecordingRegistrar.of(plugin());
    RecordingRegistrar second = RecordingRegistrar.of(plugin());
    assertTrue(!first.factories().isEmpty(), "registers nothing");
    assertEquals(first.factories().keySet(), second.factories().keySet());
    assertEquals(first.metrics(), second.metrics());
    assertEquals(first.words(), second.words());
  }

  @TestFactory
  Stream<DynamicTest> isDescribed() {
    return RecordingRegistrar.of(plugin()).factories().entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      ExtensionFactory factory = entry.getValue();
                      assertTrue(factory.type().matches("[a-z][A-Za-z0-9]*"), "not camelCase");
                      String summary = factory.summary();
                      assertTrue(summary.endsWith("."), () -> "not a sentence: " + summary);
                      assertNotNull(factory.stability());
                      for (Class<? extends Record> record : configsOf(factory)) {
                        assertDocumented(record, new HashSet<>());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> defaultsBind() {
    return configs().stream()
        .map(
            type ->
                dynamicTest(
                    type.getSimpleName(),
                    () -> {
                      Record one = ConfigRecords.with(type, required(type));
                      assertEquals(one, ConfigRecords.with(type, required(type)), "no value type");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> nonsenseIsRefused() {
    return refusals().stream()
        .map(
            refusal ->
                dynamicTest(
                    refusal.type().getSimpleName()
                        + "."
                        + refusal.component()
                        + "="
                        + refusal.value(),
                    () -> assertRefuses(refusal)));
  }

  private void assertRefuses(Refusal refusal) {
    Map<String, Object> values = new java.util.HashMap<>(required(refusal.type()));
    values.put(refusal.component(), refusal.value());
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> ConfigRecords.with(refusal.type(), values));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(refusal.component()), () -> "does not name the key: " + message);
  }

  private List<Class<? extends Record>> configs() {
    return RecordingRegistrar.of(plugin()).factories().values().stream()
        .flatMap(factory -> configsOf(factory).stream())
        .distinct()
        .toList();
  }

  private static List<Class<? extends Record>> configsOf(ExtensionFactory factory) {
    if (factory instanceof ProtocolFactory<?, ?> protocol) {
      return List.of(protocol.serverConfigType(), protocol.clientConfigType());
    }
    return factory instanceof ConfiguredFactory<?, ?> configured
        ? List.of(configured.configType())
        : List.of();
  }

  private static void assertDocumented(Class<?> type, Set<Class<?>> seen) {
    if (!seen.add(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      assertNotNull(
          component.getAnnotation(Doc.class),
          () -> "no @Doc on " + type.getSimpleName() + "." + component.getName());
      if (component.getType().isRecord() && component.getType().getPackage() == type.getPackage()) {
        assertDocumented(component.getType(), seen);
      }
    }
  }

  /**
   * A value that a record must refuse with a message that names the component.
   *
   * @param type the record
   * @param component its component
   * @param value the nonsense
   */
  public record Refusal(Class<? extends Record> type, String component, Object value) {}

  /**
   * What the records of a protocol of frames refuse: sizes, times and numbers that mean nothing.
   * Only of those components that the records have.
   */
  protected static List<Refusal> usualRefusals(
      Class<? extends Record> server, Class<? extends Record> client) {
    List<Refusal> all = new ArrayList<>();
    addUsual(server, all);
    addUsual(client, all);
    return all;
  }

  private static void addUsual(Class<? extends Record> type, List<Refusal> all) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      if (component.getType() == ByteSize.class) {
        all.add(new Refusal(type, name, new ByteSize((1L << 30) + 1)));
      } else if (component.getType() == Duration.class) {
        all.add(new Refusal(type, name, Duration.ofMillis(-1)));
      } else if (component.getType() == int.class || component.getType() == long.class) {
        Object below = name.equals("maxPending") || name.equals("maxRequests") ? -1L : 0L;
        all.add(
            new Refusal(
                type,
                name,
                component.getType() == int.class ? Math.toIntExact((Long) below) : below));
      } else if (name.equals("heartbeat") && component.getType().isRecord()) {
        addUsual(component.getType().asSubclass(Record.class), all);
      }
      if (name.equals("maxFrame")) {
        all.add(new Refusal(type, name, new ByteSize(5)));
      }
    }
  }
}
