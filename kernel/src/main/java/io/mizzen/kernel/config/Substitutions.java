package io.mizzen.kernel.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schemes a configuration may use in <code>${...}</code>. Immutable. */
public final class Substitutions {
  /** A secret is a key or a password; more is a wrong path. */
  private static final long LARGEST_FILE = 1 << 20;

  private final Map<String, SubstitutionScheme> schemes = new TreeMap<>();

  /**
   * Exactly these schemes.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Substitutions(List<SubstitutionScheme> schemes) {
    for (SubstitutionScheme scheme : schemes) {
      if (this.schemes.put(scheme.name(), scheme) != null) {
        throw new IllegalArgumentException("two schemes are called '" + scheme.name() + "'");
      }
    }
  }

  /** {@code env} from the process and {@code file} relative to the working directory. */
  public static Substitutions standard() {
    return of(System.getenv()::get, Path.of(""));
  }

  /** {@code env} from a function and {@code file} relative to a directory. */
  public static Substitutions of(Function<String, @Nullable String> environment, Path directory) {
    return new Substitutions(List.of(new Environment(environment), new FileContent(directory)));
  }

  /** No scheme at all: for text that comes from someone else. */
  public static Substitutions none() {
    return new Substitutions(List.of());
  }

  /** These and one more. */
  public Substitutions with(SubstitutionScheme scheme) {
    List<SubstitutionScheme> all = new ArrayList<>(schemes.values());
    all.add(scheme);
    return new Substitutions(all);
  }

  @Nullable SubstitutionScheme scheme(String name) {
    return schemes.get(name);
  }

  List<String> names() {
    return List.copyOf(schemes.keySet());
  }

  private record Environment(Function<String, @Nullable String> variables)
      implements SubstitutionScheme {
    @Override
    public String name() {
      return "env";
    }

    @Override
    public boolean secret() {
      return false;
    }

    @Override
    public @Nullable String lookUp(String argument) {
      return variables.apply(argument);
    }
  }

  private record FileContent(Path directory) implements SubstitutionScheme {
    @Override
    public String name() {
      return "file";
    }

    @Override
    public boolean secret() {
      return true;
    }

    @Override
    public @Nullable String lookUp(String argument) throws IOException {
      Path file = directory.resolve(argument);
      try {
        if (Files.isDirectory(file)) {
          throw new IOException("it is a directory");
        }
        if (Files.size(file) > LARGEST_FILE) {
          throw new IOException("it is larger than 1 MiB");
        }
        return Files.readString(file, StandardCharsets.UTF_8).trim();
      } catch (NoSuchFileException e) {
        return null;
      }
    }
  }
}
