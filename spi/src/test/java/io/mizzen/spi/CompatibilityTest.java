package io.mizzen.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No version breaks the plugins of an older one unseen. What is released has its listing in {@code
 * spi/released/<version>.txt}; every break of it needs a new major and a reason.
 */
final class CompatibilityTest {
  private static final List<String> RELEASED =
      List.of("a.B : interface", "a.B go() void abstract", "a.B stop() void default");

  @Test
  void everyReleaseIsFollowedAsPromised() throws IOException {
    List<String> now = Files.readAllLines(Path.of("api.txt"));
    String changes = Files.readString(Path.of("api-changes.md"));
    int compared = 0;
    try (Stream<Path> files = Files.list(Path.of("released"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String version = file.getFileName().toString().replaceFirst("\\.txt$", "");
        List<String> breaks = Compatibility.breaks(Files.readAllLines(file), now);
        assertEquals(
            List.of(), Compatibility.refusals(version, SpiVersion.CURRENT, breaks, changes));
        compared++;
      }
    }
    assertTrue(compared > 0, "no baseline was compared");
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
  void theKernelsOwnInterfacesMayGrow() {
    List<String> released = List.of("io.mizzen.spi.Host : interface");
    List<String> now =
        List.of("io.mizzen.spi.Host : interface", "io.mizzen.spi.Host more() void abstract");
    assertEquals(List.of(), Compatibility.breaks(released, now));
  }

  @Test
  void aBreakNeedsANewMajorAndAReason() {
    List<String> breaks = List.of("- a.B stop() void default");
    String reason = "x\n## 2.0.0\n\n* `a.B stop() void default`: nobody called it.\n\n## 1.1.0\n";
    assertEquals(List.of(), Compatibility.refusals("1.1.0", "2.0.0", breaks, reason));
    assertEquals(List.of(), Compatibility.refusals("0.1.0", "0.2.0", List.of(), ""));
    for (String version : List.of("0.1.1", "0.2.0")) {
      assertEquals(
          List.of(
              "plugins built against 0.1.0 break, so SpiVersion cannot be "
                  + version
                  + ": a break needs a new major"),
          Compatibility.refusals("0.1.0", version, breaks, reason.replace("2.0.0", version)));
    }
    assertEquals(
        List.of("no reason below '## 2.0.0' of api-changes.md: - a.B stop() void default"),
        Compatibility.refusals("1.1.0", "2.0.0", breaks, "x\n## 2.0.0\n"));
  }
}
