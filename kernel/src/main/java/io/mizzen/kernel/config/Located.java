package io.mizzen.kernel.config;

/** Begins a problem at a span: with path, "used here" for aliases and "included here". */
final class Located {
  private Located() {}

  static Problem.Builder error(Sources sources, String code, String message, long span, Step step) {
    return at(sources, Problem.error(code, message), span, step);
  }

  static Problem.Builder at(Sources sources, Problem.Builder problem, long span, Step step) {
    long shown = span == Span.NONE ? step.nearestSpan() : span;
    problem.at(sources.place(shown, step)).plugin(step.plugin());
    for (long alias : step.aliases()) {
      problem.see(sources.place(alias, step), "used here");
    }
    Source source = sources.of(shown);
    if (source != null && source.includedAt() != Span.NONE) {
      problem.see(sources.place(source.includedAt(), null), "included here");
    }
    return problem;
  }
}
