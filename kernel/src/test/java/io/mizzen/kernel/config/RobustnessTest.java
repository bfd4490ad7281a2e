package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.spi.config.Default;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, the answer is a list of problems, never an exception. */
class RobustnessTest {
  private static final int MUTATIONS_PER_FILE = 50;

  /** What breaks readers: structure characters, aliases, substitutions, odd characters. */
  private static final List<String> PIECES =
      List.of(
          ":",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "\n",
          "\t",
          "  ",
          "*a",
          "&a ",
          "<<: ",
          "${",
          "}",
          "${env:A:-",
          "!!str ",
          "? ",
          "|",
          ">",
          "%",
          "#",
          "---\n",
          "\u0000",
          "\uD83D\uDE00",
          "\uFEFF",
          "~",
          "0x1",
          "1e9",
          "name",
          "type: ",
          "config: ");

  @Test
  void damagedFilesGiveProblemsAndNoException() throws IOException {
    Random random = new Random(42);
    ConfigLoader loader =
        new ConfigLoader(
            Sample.catalog(),
            Substitutions.of(name -> "value", Path.of("no-such-folder")),
            new LoadLimits(1 << 20, 5_000));
    int broken = 0;
    for (String text : texts()) {
      for (int i = 0; i < MUTATIONS_PER_FILE; i++) {
        String damaged = damage(text, random);
        try {
          Loaded<Sample.Root> loaded = loader.load(Sample.Root.class, damaged, "damaged.yaml");
          boolean valid = Sample.finish(loaded);
          assertEquals(valid, !loaded.problems().hasErrors());
          assertEquals(valid, loaded.value() != null && !loaded.problems().hasErrors());
          if (valid) {
            loaded.effective().toYaml(Effective.Detail.ORIGINS);
          }
          loaded.report();
          JsonPrinter.print(loaded.problems());
          broken += valid ? 0 : 1;
        } catch (RuntimeException e) {
          throw new AssertionError("for:\n" + damaged, e);
        }
      }
    }
    assertTrue(broken > MUTATIONS_PER_FILE, "the mutations break too little: " + broken);
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/config/golden"))) {
      for (Path file : files.filter(f -> f.endsWith("mizzen.yaml")).sorted().toList()) {
        texts.add(Files.readString(file).replace("include", "includes"));
      }
    }
    return texts;
  }

  private static String damage(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(damaged.length() + 1);
      int cut = Math.min(damaged.length(), at + random.nextInt(6));
      String piece = random.nextBoolean() ? PIECES.get(random.nextInt(PIECES.size())) : "";
      damaged.replace(at, cut, piece);
    }
    return damaged.toString();
  }

  record WrongDefault(@Default("10") Duration pause) {}

  record WrongType(Thread thread) {}

  @Test
  void aRecordThatCannotBeConfiguredIsItsPluginsDefect() {
    assertThrows(IllegalArgumentException.class, () -> RecordCheck.verify(WrongDefault.class));
    assertThrows(IllegalArgumentException.class, () -> RecordCheck.verify(WrongType.class));
    RecordCheck.verify(RootConfig.class);
    RecordCheck.verify(Sample.Root.class);
    ExtensionCatalog catalog =
        new ExtensionCatalog() {
          @Override
          public Class<? extends Record> configType(String kind, String type) {
            return type.equals("one") ? WrongType.class : WrongDefault.class;
          }

          @Override
          public Collection<String> types(String kind) {
            return List.of("one", "two");
          }
        };
    Loaded<ConfigLoaderTest.Keys> loaded =
        new ConfigLoader(catalog, Substitutions.none())
            .load(ConfigLoaderTest.Keys.class, "version: 1\none: {}\ntwo: {}", "x");
    assertFalse(loaded.finish());
    assertEquals(2, loaded.problems().errors());
    assertTrue(loaded.report().contains("WrongType.thread: type java.lang.Thread"));
  }
}
