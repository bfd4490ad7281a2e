package io.mizzen.spi;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares the public API with the committed listing, so that no change of the SPI goes unseen: in
 * a review it is a line of {@code spi/api.txt}. Run with {@code -Dmizzen.api.update} to write it
 * anew.
 */
final class PublicApiTest {
  private static final Path LISTING = Path.of("api.txt");

  @Test
  void isWhatTheCommittedListingSays() throws Exception {
    URI classes = MizzenPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<String> now = PublicApi.list(Path.of(classes));
    if (System.getProperty("mizzen.api.update") != null) {
      Files.writeString(LISTING, String.join("\n", now) + "\n");
      return;
    }
    List<String> committed = Files.exists(LISTING) ? Files.readAllLines(LISTING) : List.of();
    List<String> differences = new ArrayList<>();
    committed.stream().filter(l -> !now.contains(l)).forEach(l -> differences.add("- " + l));
    now.stream().filter(l -> !committed.contains(l)).forEach(l -> differences.add("+ " + l));
    if (!differences.isEmpty()) {
      fail(
          "the public API of the SPI differs from spi/api.txt:\n  "
              + String.join("\n  ", differences)
              + "\nIf that is intended: mvn -pl spi -Dtest=PublicApiTest -Dmizzen.api.update test,"
              + "\nand for a line with '-', say the reason in spi/api-changes.md.");
    }
  }
}
