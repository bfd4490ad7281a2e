package io.mizzen.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No release breaks the plugins of the one before it unseen. A release puts {@code api.txt} into
 * {@code spi/released/<version>.txt}; from then on every break needs a new version and a reason.
 */
final class CompatibilityTest {
  private static final List<String> RELEASED =
      List.of("a.B : interface", "a.B go() void abstract", "a.B stop() void default");

  @Test
  void everyReleaseIsFollowedAsPromised() throws IOException {
    Path folder = Path.of("released");
    List<String> now = Files.readAllLines(Path.of("api.txt"));
    String changes = Files.readString(Path.of("api-changes.md"));
    if (!Files.isDirectory(folder)) {
      System.out.println("no version of the SPI is released: nothing can break yet");
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String version = file.getFileName().toString().replaceFirst("\\.txt$", "");
        List<String> breaks = Compatibility.breaks(Files.readAllLines(file), now);
        assertEquals(
            List.of(), Compatibility.refusals(version, SpiVersion.CURRENT, breaks, changes));
      }
    }
  }

  @Test
  void additionsBreakNobody() {
    List<String> now =
        List.of(
            "a.B : interface",
            "a.B go() void abstract",
            "a.B more() void default",
            "a.B stop() void default",
            "a.C : interface",
            "a.C go() void abstract");
    assertEquals(List.of(), Compatibility.breaks(RELEASED, now));
  }

  @Test
  void whatGoesOrMustBeImplementedBreaks() {
    List<String> now =
        List.of("a.B : interface", "a.B go() void abstract", "a.B more() void abstract");
    assertEquals(
        List.of("- a.B stop() void default", "+ a.B more() void abstract"),
        Compatibility.breaks(RELEASED, now));
  }

  @Test
  void aBreakNeedsANewVersionAndAReason() {
    List<String> breaks = List.of("- a.B stop() void default");
    String reason = "x\n## 0.2.0\n\n* `a.B stop() void default`: nobody called it.\n\n## 0.1.0\n";
    assertEquals(List.of(), Compatibility.refusals("0.1.0", "0.2.0", breaks, reason));
    assertEquals(List.of(), Compatibility.refusals("0.1.0", "0.1.1", List.of(), ""));
    assertEquals(
        List.of("plugins built against 0.1.0 break, so SpiVersion cannot be 0.1.1"),
        Compatibility.refusals("0.1.0", "0.1.1", breaks, reason.replace("0.2.0", "0.1.1")));
    assertEquals(
        List.of("plugins built against 1.0.0 break, so SpiVersion cannot be 1.1.0"),
        Compatibility.refusals("1.0.0", "1.1.0", breaks, reason.replace("0.2.0", "1.1.0")));
    assertEquals(
        List.of("no reason below '## 0.2.0' of api-changes.md: - a.B stop() void default"),
        Compatibility.refusals("0.1.0", "0.2.0", breaks, "x\n## 0.2.0\n"));
  }
}
