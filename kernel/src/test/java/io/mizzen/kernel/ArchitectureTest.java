package io.mizzen.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  /** Each may use those before it. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "plugin",
          "telemetry",
          "network",
          "stream",
          "router",
          "upstream",
          "proxy",
          "restart",
          "operate",
          "boot");

  /** Names of protocols as classes, constants and words of users would spell them. */
  private static final Pattern PROTOCOL =
      Pattern.compile("(?<![a-z])(https?|bolt|dubbo|grpc|tars|thrift|websocket)(?![a-z:])");

  private final JavaClasses kernel =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mizzen.kernel");

  @Test
  void packagesDependLeftwardsOnly() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] right =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(name -> "io.mizzen.kernel." + name + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("io.mizzen.kernel." + ORDER.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(right)
          .allowEmptyShould(true) // restart comes with its own issue
          .check(kernel);
    }
  }

  @Test
  void theSpiKnowsNoKernel() {
    noClasses()
        .that()
        .resideInAPackage("io.mizzen.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mizzen.kernel..")
        .check(new ClassFileImporter().importPackages("io.mizzen.spi"));
  }

  @Test
  void noProtocolCodecOfNettyIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty.handler.codec..")
        .check(kernel);
  }

  @Test
  void kernelAndSpiNameNoProtocol() throws IOException {
    List<String> found = new ArrayList<>();
    for (String root : List.of("src/main/java", "../spi/src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file :
            (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
          look(file, found);
        }
      }
    }
    assertEquals(List.of(), found);
  }

  /** Comments may speak of a protocol as an example or a source; code may not. */
  private static void look(Path file, List<String> found) throws IOException {
    String code =
        Files.readString(file, StandardCharsets.UTF_8)
            .replaceAll("(?s)/\\*.*?\\*/", "")
            .replaceAll("//[^\n\"]*\n", "\n");
    for (String line : code.split("\n")) {
      boolean shown =
          line.contains("@Doc") || line.contains("http://") || line.contains("https://");
      if (!shown && PROTOCOL.matcher(line.toLowerCase(Locale.ROOT)).find()) {
        found.add(file + ": " + line.strip());
      }
    }
  }
}
