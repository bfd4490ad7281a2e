package io.mizzen.admin;

import io.mizzen.admin.Endpoint.Effect;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Every path of the API and the operation behind it. GET changes nothing. */
final class Endpoints {
  /** Prometheus text format 0.0.4; a scraper that gets another type refuses it. */
  static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** The one path that takes a text as it is, whatever type it is said to have. */
  static final String CHECK = "/v1/config/check";

  private final Operations operations;
  private final List<Endpoint> all = new ArrayList<>();

  Endpoints(Operations operations) {
    this.operations = operations;
    probe("/live", "200 as long as the process answers", question -> Answer.text(200, "live\n"));
    probe("/ready", "200, or 503 with what it waits for, one line each", question -> ready());
    probe("/metrics", "Prometheus text format", question -> metrics());
    view("/v1/info", "info", "", "versions, JVM, transport, start time");
    view(
        "/v1/status",
        "status",
        "",
        "phase, configuration, whether the files on disk differ from it, last reload, streams,"
            + " connections, endpoints that are out");
    tells(
        "/v1/config",
        "origins",
        "the effective configuration, secrets hidden; with file and line of every value."
            + " ETag, If-None-Match",
        this::config);
    view("/v1/config/history", "history", "", "the last 20 applied and refused configurations");
    view(
        "/v1/plugins",
        "plugins",
        "",
        "what is installed, what it provides, in how many places it is used");
    view("/v1/plugins/{id}", "plugin", "", "one plugin");
    tells(
        "/v1/schema",
        "",
        "the JSON Schema of this instance's configuration",
        question -> done(schema(question)));
    view(
        "/v1/listeners",
        "listeners",
        "",
        "chains, state, counts, last accept error; one that was replaced stays until its"
            + " connections have ended");
    view("/v1/listeners/{name}", "listeners", "", "one listener");
    view("/v1/routes", "routes", "table, listener", "routes in order, with hits");
    view("/v1/clusters", "clusters", "", "pools, balancer, endpoint health");
    view("/v1/clusters/{name}", "clusters", "", "one cluster");
    view("/v1/clusters/{cluster}/endpoints", "endpoints", "", "its endpoints");
    view("/v1/endpoints", "endpoints", "", "the endpoints of all clusters");
    view("/v1/connections", "connections", "listener", "the connections that are open now");
    view("/v1/streams", "streams", "slow=1s", "the streams that are open now");
    view("/v1/errors", "errors", "", "the last malformed messages");
    view("/v1/loggers", "loggers", "", "loggers and their levels");
    add(
        "POST",
        CHECK,
        Effect.TELLS,
        "the YAML",
        "checks it, changes nothing. ${env:} and ${file:} are refused on loopback without the"
            + " token: a report could show them to any local process",
        this::check);
    action(
        "POST",
        "/v1/routes/explain",
        Effect.TELLS,
        "explain",
        "listener, path, header.NAME, ...",
        "the decision for a described request");
    changes(
        "/v1/reload",
        "reload",
        "200 with what changed and the number of oldStreams that go on with the old snapshot, or"
            + " 422 with the report; then nothing changed");
    changes("/v1/reopen", "reopen", "opens log files anew");
    changes("/v1/drain", "drain", "accepts nothing new");
    changes("/v1/undrain", "undrain", "accepts again");
    changes(
        "/v1/upgrade",
        "upgrade",
        "starts a successor: 200 with its pid, or 422 with the reason; the status tells when it"
            + " serves");
    add(
        "POST",
        "/v1/stop",
        Effect.CHANGES,
        "max=10s",
        "202 at once; drains, then the process ends",
        this::stop);
    action(
        "PATCH",
        "/v1/clusters/{cluster}/endpoints/{endpoint}",
        Effect.CHANGES,
        "endpoint",
        "state=ready, drain or maintenance",
        "takes it out of service or back; until the next start");
    action(
        "PUT",
        "/v1/loggers/{name}",
        Effect.CHANGES,
        "logger",
        "level=debug, for=10m",
        "sets a level; with a time it goes back by itself");
  }

  /** All, in the order of the reference. */
  List<Endpoint> all() {
    return all;
  }

  private void add(
      String method,
      String path,
      Effect effect,
      String arguments,
      String summary,
      Endpoint.Handler handler) {
    all.add(new Endpoint(method, path, effect, arguments, summary, handler));
  }

  private void probe(
      String path, String summary, java.util.function.Function<Question, Answer> answer) {
    add("GET", path, Effect.PROBE, "", summary, question -> done(answer.apply(question)));
  }

  private void tells(String path, String arguments, String summary, Endpoint.Handler handler) {
    add("GET", path, Effect.TELLS, arguments, summary, handler);
  }

  private void view(String path, String view, String arguments, String summary) {
    tells(path, arguments, summary, question -> done(tell(view, question)));
  }

  private void action(
      String method, String path, Effect effect, String action, String arguments, String summary) {
    add(method, path, effect, arguments, summary, question -> act(action, question));
  }

  private void changes(String path, String action, String summary) {
    action("POST", path, Effect.CHANGES, action, "", summary);
  }

  /**
   * Finds what answers, or the error that does.
   *
   * @param names is given the names in the path
   */
  Endpoint.Handler find(String method, String rawPath, Rights rights, Map<String, String> names) {
    // RFC 9110 9.3.2: HEAD is GET without content; the codec leaves it out.
    String wanted = method.equals("HEAD") ? "GET" : method;
    Set<String> methods = new TreeSet<>();
    for (Endpoint endpoint : all) {
      Map<String, String> found = endpoint.match(rawPath);
      if (found == null || rights == Rights.PROBES && !endpoint.isOpenTo(rights)) {
        continue;
      }
      if (!endpoint.method().equals(wanted)) {
        methods.add(endpoint.method());
      } else if (!endpoint.isOpenTo(rights)) {
        return question ->
            done(
                Answer.error(
                    403,
                    "this address is read-only; changes go through the socket or need the token",
                    question.form()));
      } else {
        names.putAll(found);
        return endpoint.handler();
      }
    }
    if (methods.isEmpty()) {
      return question -> done(Answer.error(404, "there is no " + rawPath, question.form()));
    }
    String allow = String.join(", ", methods);
    return question ->
        done(Answer.error(405, rawPath + " takes " + allow, question.form()).withAllow(allow));
  }

  private static CompletionStage<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  // ---- telling ------------------------------------------------------------------------------

  private Answer ready() {
    List<String> waits = operations.waitingFor();
    if (operations.phase() == Operations.Phase.READY && waits.isEmpty()) {
      return Answer.text(200, "ready\n");
    }
    String why =
        waits.isEmpty()
            ? "the process is " + operations.phase().name().toLowerCase(Locale.ROOT)
            : String.join("\n", waits);
    return Answer.text(503, why + "\n");
  }

  private Answer metrics() {
    StringBuilder text = new StringBuilder(16 * 1024);
    try {
      operations.writeMetrics(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(200, METRICS_TYPE, text.toString(), null, null);
  }

  private Answer tell(String view, Question question) {
    try {
      return Answer.tree(200, operations.view(view, question.arguments()), question.form());
    } catch (IllegalArgumentException e) {
      return refused(e, question);
    }
  }

  /** A name in the path that is not there is 404; anything else that was asked wrongly is 400. */
  private Answer refused(IllegalArgumentException refusal, Question question) {
    int status = question.path().isEmpty() ? 400 : 404;
    if (operations.phase() == Operations.Phase.STARTING) {
      status = 503;
    }
    return Answer.error(status, String.valueOf(refusal.getMessage()), question.form());
  }

  /** The schema is a JSON text already. */
  private Answer schema(Question question) {
    try {
      Object schema = operations.view("schema", question.arguments());
      return schema instanceof String text
          ? new Answer(200, Answer.JSON, text, null, null)
          : Answer.tree(200, schema, Answer.Form.JSON);
    } catch (IllegalArgumentException e) {
      return refused(e, question);
    }
  }

  private CompletionStage<Answer> config(Question question) {
    boolean origins = question.query().containsKey("origins");
    Object tree;
    try {
      tree = operations.view("config", question.arguments());
    } catch (IllegalArgumentException e) {
      return done(refused(e, question));
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return done(Answer.tree(200, tree, question.form()));
    }
    String form = question.form() == Answer.Form.TEXT ? "-text" : "";
    String version = map.get("version") + (origins ? "-origins" : "") + form;
    if (('"' + version + '"').equals(question.known())) {
      return done(Answer.text(304, "").withEtag(version));
    }
    Answer answer =
        question.form() == Answer.Form.TEXT
            ? Answer.text(200, String.valueOf(map.get("yaml")))
            : Answer.tree(200, tree, question.form());
    return done(answer.withEtag(version));
  }

  // ---- doing --------------------------------------------------------------------------------

  private CompletionStage<Answer> act(String action, Question question) {
    return act(action, question, question.arguments());
  }

  /**
   * A posted configuration may ask for files and variables of this process, and the report would
   * show them: only for callers who could read them anyway.
   */
  private CompletionStage<Answer> check(Question question) {
    Map<String, String> arguments = question.arguments();
    arguments.put("substitutions", question.rights() == Rights.EVERYTHING ? "allowed" : "refused");
    return act("check", question, arguments);
  }

  private CompletionStage<Answer> act(
      String action, Question question, Map<String, String> arguments) {
    if (!question.body().isEmpty()) {
      arguments.put("body", question.body());
    }
    try {
      return operations
          .act(action, arguments)
          .thenApply(
              result -> Answer.tree(result.done() ? 200 : 422, result.body(), question.form()))
          .exceptionally(failure -> failed(failure, question));
    } catch (IllegalArgumentException e) {
      return done(refused(e, question));
    }
  }

  private Answer failed(Throwable failure, Question question) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof IllegalArgumentException wrong) {
      return refused(wrong, question);
    }
    throw new CompletionException(cause);
  }

  /** Answered before it is done, because afterwards there is nobody to answer. */
  private CompletionStage<Answer> stop(Question question) {
    try {
      operations.act("stop", question.arguments());
    } catch (IllegalArgumentException e) {
      return done(refused(e, question));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("result", "stopping");
    return done(Answer.tree(202, tree, question.form()));
  }
}
