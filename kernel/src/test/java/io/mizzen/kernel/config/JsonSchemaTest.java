package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.config.model.RootConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The whole schema of the sample records is in a file, so that a change of it is seen. */
class JsonSchemaTest {
  private static final Path EXPECTED = Path.of("src/test/resources/config/sample.schema.json");

  @Test
  void isAsExpected() throws IOException {
    String schema =
        JsonSchema.generate(
            Sample.Root.class,
            Sample.catalog(),
            (owner, kind, type) ->
                owner == Sample.Route.class && type.equals("httpRouter")
                    ? Sample.HttpRoute.class
                    : null);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(EXPECTED, schema);
    }
    assertEquals(Files.readString(EXPECTED), schema);
  }

  @Test
  void theKernelsOwnRecordsCanBeConfiguredAndDescribed() {
    String schema =
        JsonSchema.generate(RootConfig.class, ExtensionCatalog.empty(), JsonSchema.RestTypes.NONE);
    assertTrue(schema.contains("\"listeners\""), schema);
    assertFalse(schema.contains("ConfigNode"), schema);
  }
}
