package io.mizzen.router.service;

import io.mizzen.lib.matching.FieldTests;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import org.jspecify.annotations.Nullable;

/** A compiled route. The index looks after the service, the rule after everything else. */
final class Rule {
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

  /** Says why a call does not match, or null if it does. Without the index. */
  @Nullable String failure(RequestHead head) {
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

  /** Says what matched: "service and fields match". */
  String success() {
    String words =
        (service.kind() == NamePattern.Kind.ANY ? "" : ", service")
            + (operation.kind() == NamePattern.Kind.ANY ? "" : ", operation")
            + (fields.isEmpty() ? "" : ", fields");
    if (words.isEmpty()) {
      return "it takes every call";
    }
    int last = words.lastIndexOf(", ");
    return (last == 0
            ? words.substring(2)
            : words.substring(2, last) + " and " + words.substring(last + 2))
        + " match";
  }
}
