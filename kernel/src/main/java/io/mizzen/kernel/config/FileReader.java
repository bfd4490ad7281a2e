package io.mizzen.kernel.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entry files and what they include, each file once, in the order: a file, then what it
 * includes, sorted.
 */
final class FileReader {
  /** Positions are one {@code int} over all files, see {@link Span}. */
  private static final long LARGEST_TOTAL = 1L << 30;

  private final Sources sources;
  private final Problems problems;
  private final Names names;
  private final LoadLimits limits;
  private final Substituter substituter;
  private final Map<String, String> keys = new HashMap<>();
  private final Set<Path> seen = new HashSet<>();
  private final List<MapNode> documents = new ArrayList<>();
  private long total;

  FileReader(
      Sources sources, Problems problems, Names names, LoadLimits limits, Substituter substituter) {
    this.sources = sources;
    this.problems = problems;
    this.names = names;
    this.limits = limits;
    this.substituter = substituter;
  }

  /** The top-level maps read so far. */
  List<MapNode> documents() {
    return documents;
  }

  /** A file or a folder that the user named. */
  void readEntry(Path entry) {
    try {
      if (!Files.isDirectory(entry)) {
        readFile(entry, Span.NONE);
        return;
      }
      List<Path> files = FileGlob.inFolder(entry);
      if (files.isEmpty()) {
        unreadable(entry, Span.NONE, "the folder holds no *.yaml file");
      }
      files.forEach(file -> readFile(file, Span.NONE));
    } catch (IOException e) {
      unreadable(entry, Span.NONE, Reasons.of(e));
    }
  }

  /** A text that is no file; it may not include any. */
  void readText(String name, String text) {
    MapNode document = parse(name, text, Span.NONE);
    if (document != null) {
      documents.add(document);
      Node include = document.get("include");
      if (include != null) {
        problems.add(
            error("MZ1006", "'include' needs a file to be relative to", include)
                .help("send the included files' content in the same text"));
      }
    }
  }

  private void readFile(Path file, long includedAt) {
    try {
      if (!seen.add(file.toRealPath())) {
        return;
      }
      total += Files.size(file);
      if (total > LARGEST_TOTAL) {
        unreadable(file, includedAt, "all files together are larger than 1 GiB");
        return;
      }
      MapNode document = parse(file.toString(), decode(Files.readAllBytes(file)), includedAt);
      if (document != null) {
        documents.add(document);
        Path parent = file.getParent();
        includes(document, parent == null ? Path.of("") : parent);
      }
    } catch (IOException e) {
      unreadable(file, includedAt, Reasons.of(e));
    }
  }

  private @Nullable MapNode parse(String name, String text, long includedAt) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Source source = sources.add(name, content, includedAt);
    Node root = new TreeReader(source, sources, problems, limits, keys, content).read();
    if (root == null) {
      names.filesMissing();
      return null;
    }
    if (root instanceof ScalarNode scalar && scalar.isNull()) {
      return new MapNode(scalar.span(), List.of());
    }
    if (root instanceof MapNode map) {
      return map;
    }
    names.filesMissing();
    problems.add(
        Problem.error("MZ1101", "the configuration must be a map, not " + root.what())
            .at(sources.place(root.span(), null))
            .expected("keys such as 'listeners:' at the beginning of lines"));
    return null;
  }

  private void includes(MapNode document, Path directory) {
    Node include = document.get("include");
    if (include == null) {
      return;
    }
    List<Node> patterns =
        include.target() instanceof ListNode list ? list.elements() : List.of(include);
    for (Node pattern : patterns) {
      Step step = Step.TOP.key("include", pattern);
      if (!(pattern.target() instanceof ScalarNode scalar) || scalar.isNull()) {
        problems.add(
            error("MZ1101", "include must be a file name or a pattern", pattern)
                .expected("for example [\"conf.d/*.yaml\"]"));
      } else if (substituter.resolve(scalar, step)) {
        include(scalar, directory);
      } else {
        names.filesMissing();
      }
    }
  }

  private void include(ScalarNode pattern, Path directory) {
    String text = pattern.text();
    try {
      List<Path> files;
      if (FileGlob.isPattern(text)) {
        files = FileGlob.find(directory, text);
        if (files.isEmpty()) {
          Step step = Step.TOP.key("include", pattern);
          Problem.Builder none =
              Problem.warning("MZ2001", "include '" + text + "' matches no file");
          problems.add(Located.at(sources, none, pattern.span(), step));
        }
      } else {
        Path file = directory.resolve(text);
        files = Files.isDirectory(file) ? FileGlob.inFolder(file) : List.of(file);
      }
      files.forEach(file -> readFile(file, pattern.span()));
    } catch (PatternSyntaxException e) {
      names.filesMissing();
      problems.add(error("MZ1006", "include '" + text + "' is no pattern", pattern));
    } catch (IOException e) {
      unreadable(directory.resolve(text), pattern.span(), Reasons.of(e));
    }
  }

  private void unreadable(Path file, long includedAt, String why) {
    names.filesMissing();
    String message = "cannot read " + file + ": " + why;
    Problem.Builder problem = Problem.error("MZ1005", message);
    if (includedAt == Span.NONE) {
      problem.at(Place.file(file.toString()));
    } else {
      problem.at(
          sources.place(includedAt, Step.TOP.key("include", new ListNode(includedAt, List.of()))));
    }
    problems.add(problem);
  }

  private Problem.Builder error(String code, String message, Node node) {
    Step step = Step.TOP.key("include", node);
    return Problem.error(code, message).at(sources.place(node.span(), step));
  }

  /** Unlike {@code new String}, refuses bytes that are not UTF-8. */
  private static String decode(byte[] bytes) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }
}
