package io.mizzen.router.http;

import io.mizzen.lib.matching.FieldTests;
import io.mizzen.lib.matching.RuleWords;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A compiled route. The index looks after hosts and paths, the rule after everything else. */
final class Rule implements RuleWords.Rule {
  final int index;
  final Route route;
  final HttpMatchConfig match;
  final List<HostPattern> hosts;
  final PathPattern path;
  final @Nullable Redirect redirect;
  final @Nullable Rewrite rewrite;
  private final String[] methods;
  private final FieldTests headers;
  private final FieldTests query;
  private final boolean plain;

  Rule(Route route, HttpRouteConfig config) {
    this.index = route.index();
    this.route = route;
    this.match = config.match();
    this.hosts =
        match.hosts().isEmpty()
            ? List.of(HostPattern.ANY)
            : match.hosts().stream().map(HostPattern::parse).distinct().toList();
    this.path = PathPattern.of(match);
    this.redirect = config.redirect() == null ? null : new Redirect(config.redirect(), path);
    this.rewrite = config.rewrite() == null ? null : new Rewrite(config.rewrite(), path);
    this.methods = match.methods().toArray(new String[0]);
    this.headers = match.headers().isEmpty() ? FieldTests.NONE : new FieldTests(match.headers());
    this.query = match.query().isEmpty() ? FieldTests.NONE : new FieldTests(match.query());
    this.plain =
        methods.length == 0
            && headers.isEmpty()
            && query.isEmpty()
            && path.kind() != PathPattern.Kind.REGEX;
  }

  /** Whether hosts and path decide alone. */
  boolean isPlain() {
    return plain;
  }

  /** Whether a request passes what the index does not decide. Overwrites the views of the head. */
  boolean passes(RequestHead head) {
    return passesMethod(head)
        && (path.kind() != PathPattern.Kind.REGEX || passesRegex(head))
        && (headers.isEmpty() || headers.pass(head))
        && (query.isEmpty() || query.passFrom(Query.of(head)));
  }

  private boolean passesMethod(RequestHead head) {
    if (methods.length == 0) {
      return true;
    }
    CharSequence verb = head.verb();
    for (String method : methods) {
      if (method.contentEquals(verb)) {
        return true;
      }
    }
    return false;
  }

  private boolean passesRegex(RequestHead head) {
    CharSequence target = head.operation();
    return path.regexMatches(target, PathPattern.pathEnd(target));
  }

  @Override
  public Route route() {
    return route;
  }

  /** {@inheritDoc} Without the index. */
  @Override
  public @Nullable String failure(RequestHead head) {
    String host = head.service().toString();
    if (hosts.stream().noneMatch(pattern -> pattern.matches(host))) {
      return "host '" + host + "' is none of " + hosts;
    }
    String target = head.operation().toString();
    if (!path.matches(target)) {
      return "path '" + target.substring(0, PathPattern.pathEnd(target)) + "' is not " + path;
    }
    if (!passesMethod(head)) {
      return "method " + head.verb() + " is none of " + match.methods();
    }
    String failure = headers.failure("header", head::get);
    return failure != null ? failure : query.failure("query parameter", Query.of(head));
  }

  /** {@inheritDoc} "hosts, prefix and methods match". */
  @Override
  public String success() {
    List<String> conditions = new ArrayList<>();
    if (!match.hosts().isEmpty()) {
      conditions.add("hosts");
    }
    if (path.kind() != PathPattern.Kind.ANY) {
      conditions.add(path.kind().name().toLowerCase(Locale.ROOT));
    }
    if (methods.length > 0) {
      conditions.add("methods");
    }
    if (!headers.isEmpty()) {
      conditions.add("headers");
    }
    if (!query.isEmpty()) {
      conditions.add("query");
    }
    return conditions.isEmpty() ? "it takes every request" : RuleWords.match(conditions);
  }
}
