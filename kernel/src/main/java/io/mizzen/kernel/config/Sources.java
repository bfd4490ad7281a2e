package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one load. Gives out code-point ranges one after the other, so that a {@link Span}
 * needs no file number, and turns a span back into file, line, column and excerpt.
 */
public final class Sources {
  private final List<Source> sources = new ArrayList<>();
  private int next;

  Sources() {}

  Source add(String name, String text, long includedAt) {
    Source source = new Source(name, text, next, includedAt);
    // One extra, so that the end of a file is not the beginning of the next.
    next = source.end() + 1;
    sources.add(source);
    return source;
  }

  /** The names of all files, in the order in which they were read. */
  public List<String> names() {
    return sources.stream().map(Source::name).toList();
  }

  /** For people: {@code mizzen.yaml}, {@code mizzen.yaml + 2 included}. */
  public String label() {
    if (sources.isEmpty()) {
      return "configuration";
    }
    int more = sources.size() - 1;
    return sources.get(0).name() + (more == 0 ? "" : " + " + more + " included");
  }

  /** Forgets the texts; places stay, excerpts go. For a snapshot that is kept for long. */
  void releaseTexts() {
    sources.forEach(Source::releaseText);
  }

  @Nullable Source of(long span) {
    if (span == Span.NONE) {
      return null;
    }
    int low = 0;
    int high = sources.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (sources.get(middle).base() <= Span.start(span)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return sources.get(low);
  }

  Place place(long span, @Nullable Step step) {
    String path = step == null ? "" : step.path();
    String pointer = step == null ? "" : step.pointer();
    Source source = of(span);
    if (source == null) {
      return new Place("(default)", 0, 0, 0, 0, path, pointer, null);
    }
    return source.place(span, path, pointer);
  }

  /** Keeps a secret out of all excerpts, also of problems found before. */
  void hide(long span) {
    Source source = of(span);
    if (source != null) {
      source.hide(span);
    }
  }

  /** A place with an excerpt that hides what is known to be secret by now. */
  Place refresh(Place place) {
    for (Source source : sources) {
      if (source.name().equals(place.file())) {
        return source.refresh(place);
      }
    }
    return place;
  }
}
