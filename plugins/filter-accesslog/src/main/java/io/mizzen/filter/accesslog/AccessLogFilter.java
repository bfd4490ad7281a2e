package io.mizzen.filter.accesslog;

import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import java.util.Set;

/** Writes a line at the end of each stream that is wanted. */
final class AccessLogFilter implements StreamFilter, AutoCloseable {
  private static final String OK = "ok";
  private static final String FAILURES = "failures";

  private final LineForm form;
  private final double share;
  private final Set<String> only;
  private final boolean allFailures;
  private final LogTarget target;
  private final LogTargets targets;

  AccessLogFilter(AccessLogConfig config, LogTarget target, LogTargets targets) {
    this.target = target;
    this.targets = targets;
    String template = config.template();
    form =
        template != null
            ? Template.parse(template)
            : new JsonForm(config.fields().isEmpty() ? LogFields.names() : config.fields());
    share = config.sample().value();
    only = Set.copyOf(config.only());
    allFailures = only.contains(FAILURES);
  }

  @Override
  public void onEnd(Outcome outcome, StreamContext stream) {
    String why = outcome.why().word();
    boolean ok = why.equals(OK);
    if (!only.isEmpty() && !only.contains(why) && (ok || !allFailures)) {
      return;
    }
    Pen pen = target.pen(stream.worker());
    if (ok && share < 1 && pen.chance() >= share) {
      return;
    }
    pen.line().clear();
    form.append(pen, outcome, stream);
    pen.line().raw('\n');
    target.write(pen);
  }

  @Override
  public void close() {
    targets.giveBack(target);
  }
}
