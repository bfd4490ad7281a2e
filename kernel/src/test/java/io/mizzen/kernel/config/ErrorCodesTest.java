package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {
  private static final Pattern CODE = Pattern.compile("MZ[0-9]{4}");
  private static final Path CONFIG = Path.of("src/main/java/io/mizzen/kernel/config");

  private final ErrorCodes codes = ErrorCodes.load();

  @Test
  void explainsACodeWithWhyAndFix() {
    ErrorCodes.Entry entry = codes.find("MZ1502");
    assertNotNull(entry);
    assertEquals(
        """
        MZ1502  a substitution is not set
        Why     an empty value in its place would be accepted in too many places.
        Fix     set the variable or create the file, or give a default with ':-'.
        """,
        entry.explain());
    ErrorCodes.Entry escaped = codes.find("MZ1501");
    assertNotNull(escaped);
    assertTrue(escaped.fix().endsWith("for the characters themselves write $${."), escaped.fix());
  }

  @Test
  void everyCodeOfTheKernelAndItsCommandsIsDescribed() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String root : List.of("src/main/java", "../cli/src/main/java")) {
      if (Files.isDirectory(Path.of(root))) {
        missing.addAll(quotedCodes(Path.of(root)));
      }
    }
    codes.all().forEach(entry -> missing.remove(entry.code()));
    assertEquals(Set.of(), missing, "add an entry to error-codes.yaml");
  }

  @Test
  void everyCodeOfThisPackageHasAGoldenCase() throws IOException {
    Set<String> missing = quotedCodes(CONFIG);
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/config/golden"))) {
      for (Path file : files.filter(f -> f.endsWith("expected.errors")).toList()) {
        missing.removeAll(codesIn(Files.readString(file)));
      }
    }
    assertEquals(Set.of(), missing, "add a folder to src/test/resources/config/golden");
  }

  private static Set<String> quotedCodes(Path root) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher matcher = Pattern.compile("\"MZ[0-9]{4}\"").matcher(Files.readString(file));
        while (matcher.find()) {
          found.addAll(codesIn(matcher.group()));
        }
      }
    }
    return found;
  }

  private static Set<String> codesIn(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
