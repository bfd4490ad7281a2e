package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder per case: {@code mizzen.yaml}, whatever it includes, {@code env.properties} if it
 * needs variables, and either {@code expected.errors} (what {@code mizzen check} prints) or {@code
 * expected.yaml} (the effective configuration). Adding a case is adding files.
 *
 * <p>{@code -Dgolden.update=true} writes the expectations instead; read the difference before you
 * commit it.
 */
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/config/golden");

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      List<String> names = folders.map(p -> p.getFileName().toString()).sorted().toList();
      assertTrue(names.size() > 10, "the golden folder is not where it was");
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void printsWhatIsExpected(String name) throws IOException {
    Path folder = CASES.resolve(name);
    Map<String, String> environment = environment(folder.resolve("env.properties"));
    ConfigLoader loader =
        new ConfigLoader(
            Sample.catalog(),
            Substitutions.of(environment::get, folder),
            new LoadLimits(1 << 20, 5_000));
    Loaded<Sample.Root> loaded = loader.load(Sample.Root.class, folder.resolve("mizzen.yaml"));
    boolean valid = Sample.finish(loaded);
    String report = loaded.report().replace(folder + "/", "");
    if (!report.isEmpty()) {
      expect(folder.resolve("expected.errors"), report);
    }
    if (valid) {
      expect(folder.resolve("expected.yaml"), loaded.effective().toYaml());
    }
    assertEquals(valid, Files.exists(folder.resolve("expected.yaml")));
    assertEquals(!report.isEmpty(), Files.exists(folder.resolve("expected.errors")));
  }

  private static void expect(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertEquals(Files.exists(file) ? Files.readString(file) : "", actual);
  }

  private static Map<String, String> environment(Path file) throws IOException {
    Map<String, String> environment = new HashMap<>();
    if (Files.exists(file)) {
      Properties properties = new Properties();
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
      properties.forEach((key, value) -> environment.put((String) key, (String) value));
    }
    return environment;
  }
}
