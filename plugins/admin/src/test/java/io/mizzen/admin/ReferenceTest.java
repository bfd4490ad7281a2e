package io.mizzen.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The page of the API that travels in the plugin's jar is what the endpoints declare. Run with
 * {@code -Dmizzen.docs.update} to write it anew.
 */
final class ReferenceTest {
  private static final Path PAGE =
      Path.of("src/main/resources/META-INF/mizzen/reference/admin-api.md");

  private static String page() {
    StringBuilder page = new StringBuilder("# The admin API\n\n");
    page.append("Generated from the declarations in the code. `GET` changes nothing. What `tells`");
    page.append(" is open on loopback too, what `changes` needs\nthe socket or the token, a");
    page.append(" `probe` may have an address of its own.\n");
    page.append("\n| Method and path | Takes | Gives or does | Effect |\n");
    page.append("| --- | --- | --- | --- |\n");
    for (Endpoint endpoint : new Endpoints(new RecordedOperations()).all()) {
      String arguments = endpoint.arguments().isEmpty() ? "" : "`" + endpoint.arguments() + "`";
      page.append("| `").append(endpoint.method()).append(' ').append(endpoint.path());
      page.append("` | ").append(arguments).append(" | ").append(endpoint.summary());
      page.append(" | ").append(endpoint.effect().name().toLowerCase(Locale.ROOT)).append(" |\n");
    }
    return page.toString();
  }

  @Test
  void isWhatTheEndpointsDeclare() throws IOException {
    String page = page();
    if (System.getProperty("mizzen.docs.update") != null) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertEquals(page, Files.readString(PAGE), "write it anew with -Dmizzen.docs.update");
  }
}
