package io.mizzen.kernel.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every error and warning means, why it exists and what to do: the file {@code
 * error-codes.yaml} beside this class. {@code mizzen explain} and the reference page read it here.
 */
public final class ErrorCodes {
  private static final String RESOURCE = "error-codes.yaml";

  /**
   * One code.
   *
   * @param code {@code MZ} and four digits
   * @param title one line, lower case, without a full stop
   * @param why why Mizzen refuses it
   * @param fix what to do
   */
  public record Entry(String code, String title, String why, String fix) {
    public Entry {
      if (code.length() != 6 || !code.startsWith("MZ")) {
        throw new IllegalArgumentException("code must be MZ and four digits, got " + code);
      }
    }

    /** The form of {@code mizzen explain MZ1301}. */
    public String explain() {
      return code + "  " + title + "\nWhy     " + why + "\nFix     " + fix + "\n";
    }
  }

  /** The file: a list of entries. */
  record File(List<Entry> codes) {}

  private final Map<String, Entry> entries = new TreeMap<>();

  private ErrorCodes(List<Entry> codes) {
    for (Entry entry : codes) {
      if (entries.put(entry.code(), entry) != null) {
        throw new IllegalStateException(entry.code() + " is described twice in " + RESOURCE);
      }
    }
  }

  /** Reads the file; call it when somebody asks, it is not needed to run. */
  public static ErrorCodes load() {
    try (InputStream in = ErrorCodes.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the kernel's jar has lost " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Loaded<File> loaded =
          new ConfigLoader(ExtensionCatalog.empty(), Substitutions.none())
              .load(File.class, text, RESOURCE);
      File file = loaded.value();
      if (!loaded.finish() || file == null) {
        throw new IllegalStateException(loaded.report());
      }
      return new ErrorCodes(file.codes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entry of a code, or null. */
  public @Nullable Entry find(String code) {
    return entries.get(code);
  }

  /** All entries, by code. */
  public List<Entry> all() {
    return List.copyOf(entries.values());
  }
}
