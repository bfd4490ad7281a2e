package io.mizzen.router.service;

import io.mizzen.lib.matching.FieldTests;
import io.mizzen.lib.matching.RuleWords;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled route. The index looks after the service, the rule after everything else. */
final class Rule implements RuleWords.Rule {
  final int index;
  final Route route;
  final ServiceMatchConfig match;
  final NamePattern service;
  final NamePattern operation;
  final @Nullable ServiceRewriteConfig rewrite;
  private final FieldTests fields;

  Rule(Route route, ServiceRouteConfig config) {
    this.index = route.index();
    this.route = route;
    this.match = config.match();
    this.service = NamePattern.parse("service", match.service());
    this.operation = NamePattern.parse("operation", match.operation());
    this.fields = match.fields().isEmpty() ? FieldTests.NONE : new FieldTests(match.fields());
    this.rewrite = config.rewrite();
  }

  /** Whether service and operation decide alone. */
  boolean hasNoFields() {
    return fields.isEmpty();
  }

  /** Whether anything of a call is looked at or changed. */
  boolean looks() {
    return service.kind() != NamePattern.Kind.ANY
        || operation.kind() != NamePattern.Kind.ANY
        || !fields.isEmpty()
        || rewrite != null;
  }

  /** Whether a call passes what the index does not decide. Overwrites the views of the head. */
  boolean passes(RequestHead head) {
    return (operation.kind() == NamePattern.Kind.ANY || operation.matches(head.operation()))
        && (fields.isEmpty() || fields.pass(head));
  }

  void rewrite(RequestHead head) {
    if (rewrite == null) {
      return;
    }
    if (rewrite.service() != null) {
      head.rewriteService(rewrite.service());
    }
    if (rewrite.operation() != null) {
      head.rewriteOperation(rewrite.operation());
    }
  }

  @Override
  public Route route() {
    return route;
  }

  /** {@inheritDoc} Without the index. */
  @Override
  public @Nullable String failure(RequestHead head) {
    String asked = head.service().toString();
    if (!service.matches(asked)) {
      return "service '" + asked + "' is not '" + service + "'";
    }
    String called = head.operation().toString();
    if (!operation.matches(called)) {
      return "operation '" + called + "' is not '" + operation + "'";
    }
    return fields.failure("field", head::get);
  }

  /** {@inheritDoc} "service and fields match". */
  @Override
  public String success() {
    List<String> conditions = new ArrayList<>();
    if (service.kind() != NamePattern.Kind.ANY) {
      conditions.add("service");
    }
    if (operation.kind() != NamePattern.Kind.ANY) {
      conditions.add("operation");
    }
    if (!fields.isEmpty()) {
      conditions.add("fields");
    }
    return conditions.isEmpty() ? "it takes every call" : RuleWords.match(conditions);
  }
}
