package io.mizzen.kernel.config;

import io.mizzen.kernel.config.ScalarNode.State;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${scheme:argument}</code> in scalars, once, when a value is first looked at: what
 * nobody uses need not be set. What is put in is never looked at again.
 */
final class Substituter {
  private final Substitutions substitutions;
  private final Sources sources;
  private final Problems problems;

  Substituter(Substitutions substitutions, Sources sources, Problems problems) {
    this.substitutions = substitutions;
    this.sources = sources;
    this.problems = problems;
  }

  /** Resolves all text below a node. */
  void resolveAll(Node node, Step step) {
    Node target = node.target();
    if (target instanceof ScalarNode scalar) {
      resolve(scalar, step);
    } else if (target instanceof ListNode list) {
      for (int i = 0; i < list.elements().size(); i++) {
        Node element = list.elements().get(i);
        resolveAll(element, step.element(i, null, element));
      }
    } else if (target instanceof MapNode map) {
      map.entries().forEach(e -> resolveAll(e.value(), step.key(e.key(), e.value())));
    }
  }

  /** Resolves one text; false if that failed, which is reported the first time. */
  boolean resolve(ScalarNode scalar, Step step) {
    if (scalar.state() == State.RAW) {
      if (scalar.text().contains("${")) {
        substitute(scalar, step);
      } else {
        scalar.resolve(scalar.text(), State.PLAIN);
      }
    }
    return scalar.state() != State.FAILED;
  }

  private void substitute(ScalarNode scalar, Step step) {
    String text = scalar.text();
    StringBuilder result = new StringBuilder(text.length());
    State state = State.PLAIN;
    int done = 0;
    int open = text.indexOf("${");
    while (open >= 0) {
      if (open > done && text.charAt(open - 1) == '$') {
        result.append(text, done, open - 1).append("${");
        done = open + 2;
      } else {
        int close = text.indexOf('}', open);
        String value = null;
        if (close < 0) {
          malformed(scalar, step, text.substring(open), "is not closed");
        } else {
          String inside = text.substring(open + 2, close);
          value = lookUp(scalar, step, inside);
          SubstitutionScheme scheme = scheme(inside);
          boolean secret = scheme != null && scheme.secret();
          state = secret || state == State.SECRET ? State.SECRET : State.SUBSTITUTED;
        }
        if (value == null) {
          scalar.resolve(text, State.FAILED);
          return;
        }
        result.append(text, done, open).append(value);
        done = close + 1;
      }
      open = text.indexOf("${", done);
    }
    scalar.resolve(result.append(text.substring(done)).toString(), state);
  }

  private @Nullable SubstitutionScheme scheme(String inside) {
    int colon = inside.indexOf(':');
    return colon < 0 ? null : substitutions.scheme(inside.substring(0, colon));
  }

  private @Nullable String lookUp(ScalarNode scalar, Step step, String inside) {
    String whole = "${" + inside + "}";
    int colon = inside.indexOf(':');
    SubstitutionScheme scheme = scheme(inside);
    if (colon < 0 || inside.contains("${")) {
      malformed(scalar, step, whole, colon < 0 ? "names no source" : "has another one inside");
      return null;
    }
    if (scheme == null) {
      String word = inside.substring(0, colon);
      String near = Words.nearest(word, substitutions.names());
      boolean none = substitutions.names().isEmpty();
      String message =
          none ? whole + " is not allowed here" : "unknown source '" + word + "' in " + whole;
      problems.add(
          error("MZ1501", message, scalar, step, whole)
              .expected(
                  none
                      ? "a value written out: who sent this text may not read files or variables"
                      : "one of " + String.join(", ", substitutions.names()))
              .words(substitutions.names())
              .suggest(word, near));
      return null;
    }
    String argument = inside.substring(colon + 1);
    int or = argument.indexOf(":-");
    String name = or < 0 ? argument : argument.substring(0, or);
    if (name.isEmpty()) {
      malformed(scalar, step, whole, "names nothing after the colon");
      return null;
    }
    try {
      String found = scheme.lookUp(name);
      if (found == null && or < 0) {
        problems.add(
            error("MZ1502", whole + " is not set", scalar, step, whole)
                .help("set it, or give a default: ${" + inside + ":-value}"));
      }
      return found == null && or >= 0 ? argument.substring(or + 2) : found;
    } catch (IOException e) {
      String why = Reasons.of(e);
      problems.add(error("MZ1503", whole + " cannot be read: " + why, scalar, step, whole));
      return null;
    }
  }

  private void malformed(ScalarNode scalar, Step step, String whole, String why) {
    problems.add(
        error("MZ1501", "'" + whole + "' " + why, scalar, step, whole)
            .expected("${scheme:name} or ${scheme:name:-default}")
            .help("for the two characters themselves write $${"));
  }

  private Problem.Builder error(
      String code, String message, ScalarNode scalar, Step step, String part) {
    return Located.error(sources, code, message, spanOf(scalar, part), step);
  }

  /** Where a part of the text stands; the whole scalar if escapes or folding hide it. */
  private long spanOf(ScalarNode scalar, String part) {
    Source source = sources.of(scalar.span());
    String written = source == null ? null : source.slice(scalar.span());
    int at = written == null ? -1 : written.indexOf(part);
    if (written == null || at < 0) {
      return scalar.span();
    }
    int start = Span.start(scalar.span()) + written.codePointCount(0, at);
    return Span.of(start, start + part.codePointCount(0, part.length()));
  }
}
