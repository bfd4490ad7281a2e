package io.mizzen.kernel.config;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Creates records from bound values and finds the place of what a record refuses. */
final class RecordMaker {
  private final Sources sources;
  private final Problems problems;
  private final Origins origins;

  RecordMaker(Sources sources, Problems problems, Origins origins) {
    this.sources = sources;
    this.problems = problems;
    this.origins = origins;
  }

  /** The record, its origin noted; or {@link Binder#BROKEN} after a problem. */
  Object create(RecordShape shape, @Nullable Object[] values, @Nullable Node[] nodes, Step step) {
    try {
      Record record = shape.create(values);
      origins.put(record, OriginReader.of(shape, nodes, step));
      return record;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IllegalArgumentException refused) {
        refused(shape, String.valueOf(refused.getMessage()), nodes, step);
      } else {
        problems.add(
            Located.error(
                    sources,
                    "MZ1199",
                    step.label() + " could not be read: " + cause,
                    Span.NONE,
                    step)
                .help("this is a defect of the record " + shape.type().getName())
                .schema(step.label()));
      }
      return Binder.BROKEN;
    }
  }

  /** Finds the component a record complains about: its message begins with the name. */
  private void refused(RecordShape shape, String message, @Nullable Node[] nodes, Step step) {
    ComponentShape blamed = null;
    String shown = message;
    for (ComponentShape component : shape.components()) {
      Node node = nodes[component.index()];
      if (beginsWith(message, component.name())) {
        blamed = component;
      }
      boolean hidden = node != null && node.target() instanceof ScalarNode s && s.isSecret();
      if (node != null
          && node.target() instanceof ScalarNode scalar
          && !scalar.text().isEmpty()
          && (component.secret() || hidden)) {
        shown = shown.replace(scalar.text(), "***");
      }
    }
    Node node = blamed == null ? null : nodes[blamed.index()];
    long span = node == null ? Span.NONE : node.span();
    Step at = blamed == null || node == null ? step : step.key(blamed.name(), node);
    problems.add(
        Located.at(sources, Problem.error("MZ1102", shown), span, at).schema(step.label()));
  }

  private static boolean beginsWith(String message, String name) {
    return message.startsWith(name)
        && (message.length() == name.length()
            || !Character.isJavaIdentifierPart(message.charAt(name.length())));
  }
}
