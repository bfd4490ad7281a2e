package io.mizzen.kernel.config;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads configuration into records.
 *
 * <ol>
 *   <li>Syntax: every file is parsed on its own.
 *   <li>Shape: what is well-formed is bound to records; unknown keys, wrong types, missing values.
 *   <li>The caller binds what was deferred, and checks what only it can know, adding to {@link
 *       Loaded#problems}.
 *   <li>References: {@link Loaded#finish} reports undefined names and keys that nobody bound.
 * </ol>
 *
 * <p>Each stage looks at the parts that passed the one before. A loader is immutable and may be
 * used by several threads.
 */
public final class ConfigLoader {
  private final ExtensionCatalog catalog;
  private final Substitutions substitutions;
  private final LoadLimits limits;

  /** A loader with {@link LoadLimits#DEFAULT}. */
  public ConfigLoader(ExtensionCatalog catalog, Substitutions substitutions) {
    this(catalog, substitutions, LoadLimits.DEFAULT);
  }

  /** A loader with its own limits. */
  public ConfigLoader(ExtensionCatalog catalog, Substitutions substitutions, LoadLimits limits) {
    this.catalog = catalog;
    this.substitutions = substitutions;
    this.limits = limits;
  }

  /** Reads files and folders, as if they included each other. */
  public <R extends Record> Loaded<R> load(Class<R> root, Path... entries) {
    return load(root, List.of(entries));
  }

  /** Reads files and folders, as if they included each other. */
  public <R extends Record> Loaded<R> load(Class<R> root, List<Path> entries) {
    return load(root, reader -> entries.forEach(reader::readEntry));
  }

  /**
   * Reads a text that is no file, such as a posted body; it cannot include files.
   *
   * @param virtualFileName what problems call it
   */
  public <R extends Record> Loaded<R> load(Class<R> root, String text, String virtualFileName) {
    return load(root, reader -> reader.readText(virtualFileName, text));
  }

  private <R extends Record> Loaded<R> load(Class<R> root, Consumer<FileReader> read) {
    Sources sources = new Sources();
    Problems problems = new Problems(sources);
    Names names = new Names();
    Origins origins = new Origins(sources);
    Substituter substituter = new Substituter(substitutions, sources, problems);
    FileReader reader = new FileReader(sources, problems, names, limits, substituter);
    read.accept(reader);
    if (reader.documents().isEmpty()) {
      // Nothing could be parsed: "everything is missing" would only repeat that.
      return new Loaded<>(null, problems, origins, null, names);
    }
    MapNode joined = Documents.join(reader.documents(), sources, problems, names);
    Binder binder = new Binder(catalog, sources, problems, origins, names, substituter);
    R value = binder.bindRoot(root, joined);
    return new Loaded<>(problems.hasErrors() ? null : value, problems, origins, binder, names);
  }
}
