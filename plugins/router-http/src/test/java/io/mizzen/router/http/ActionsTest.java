package io.mizzen.router.http;

import static io.mizzen.router.http.Table.NO_STREAM;
import static io.mizzen.router.http.Table.prefix;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.Router;
import io.mizzen.testkit.FleetingRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionsTest {
  private static LocalReply answer(Table table, FleetingRequest head) {
    Router router = table.router();
    Route route = router.match(head, NO_STREAM);
    return router.answer(route, head);
  }

  private static String location(RedirectConfig redirect, String host, String path) {
    return answer(new Table().redirect(prefix("/old"), redirect), new FleetingRequest(host, path))
        .fields()
        .get(0)
        .value();
  }

  private static RedirectConfig to(String scheme, String host, String path, String prefix) {
    return new RedirectConfig(scheme, host, null, path, prefix, 301, false);
  }

  private static String rewritten(HttpMatchConfig match, RewriteConfig rewrite, String path) {
    Router router = new Table().rewrite(match, rewrite).router();
    FleetingRequest head = new FleetingRequest("h", path);
    router.rewrite(router.match(head, NO_STREAM), head);
    return head.service().toString() + head.operation().toString();
  }

  private static String newPrefix(String match, String prefix, String path) {
    return rewritten(prefix(match), new RewriteConfig(prefix, null, null, null, null), path);
  }

  private static String newRegex(String regex, String replacement, String path) {
    return rewritten(prefix("/"), new RewriteConfig(null, null, regex, replacement, null), path);
  }

  @Test
  void redirectKeepsWhatItDoesNotName() {
    assertEquals(
        "https://h.example/old/x?q=1",
        location(to("https", null, null, null), "h.example:8080", "/old/x?q=1"));
    assertEquals("//new.example/old", location(to(null, "new.example", null, null), "h", "/old"));
    assertEquals("/new?q", location(to(null, null, "/new", null), "h", "/old/x?q"));
    assertEquals("/new/x?q", location(to(null, null, null, "/new"), "h", "/old/x?q"));
    assertEquals("/", location(to(null, null, null, "/"), "h", "/old"));
    assertEquals("/x", location(to(null, null, null, "/"), "h", "/old/x"));
    assertEquals(
        "https://[::1]:8443/old",
        location(
            new RedirectConfig("https", null, 8443, null, null, 301, false), "[::1]:80", "/old"));
    assertEquals(
        "/new",
        location(new RedirectConfig(null, null, null, "/new", null, 301, true), "h", "/old?q"));
  }

  @Test
  void redirectSaysItsCodeAndWhy() {
    LocalReply reply =
        answer(
            new Table()
                .redirect(
                    prefix("/"), new RedirectConfig(null, null, null, "/new", null, 308, false)),
            new FleetingRequest("h", "/x"));
    assertEquals(308, reply.code());
    assertEquals("redirect", reply.why().word());
    assertEquals(List.of(new LocalReply.Field("location", "/new")), reply.fields());
  }

  @Test
  void aRelativeRedirectNeverLeavesTheHost() {
    Table table =
        new Table()
            .redirect(prefix("/"), new RedirectConfig(null, null, null, null, "/", 301, false));
    assertEquals(
        "/evil.example/x",
        answer(table, new FleetingRequest("h", "//evil.example/x")).fields().get(0).value());
    assertEquals("/evil.example", location(to(null, null, null, "/"), "h", "/old//evil.example"));
    assertEquals("/evil", location(to(null, null, null, "/"), "h", "/old/\\evil"));
  }

  @Test
  void anAbsoluteRedirectWithoutAnyHostIsABadRequest() {
    LocalReply reply =
        answer(
            new Table().redirect(prefix("/old"), to("https", null, null, null)),
            new FleetingRequest("", "/old"));
    assertEquals(Why.DECODE_ERROR, reply.why());
  }

  @Test
  void otherRoutesAreNotAnswered() {
    assertNull(answer(new Table().route("a", prefix("/")), new FleetingRequest("h", "/")));
  }

  @Test
  void prefixRewriteKeepsSlashesSingle() {
    assertEquals("h/v2/x?q", newPrefix("/api", "/v2", "/api/x?q"));
    assertEquals("h/v2?q", newPrefix("/api", "/v2", "/api?q"));
    assertEquals("h/x", newPrefix("/api", "/", "/api/x"));
    assertEquals("h/?q", newPrefix("/api", "/", "/api?q"));
    assertEquals("h/v2/x", newPrefix("/api/", "/v2/", "/api/x"));
    assertEquals("h/v2/x", newPrefix("/api/", "/v2", "/api/x"));
    assertEquals("h/v2/x", newPrefix("/", "/v2", "/x"));
    assertEquals("h/v2/", newPrefix("/", "/v2", "/"));
  }

  @Test
  void regexRewriteReplacesEveryMatchInThePathOnly() {
    assertEquals(
        "h/u/7/x?id=/users/7", newRegex("/users/([0-9]+)", "/u/$1", "/users/7/x?id=/users/7"));
    assertEquals("h/b-b", newRegex("a", "b", "/a-a"));
    assertEquals("h/$", newRegex("x", "\\$", "/x"));
    assertEquals("h/", newRegex("/.*", "", "/x"));
  }

  @Test
  void pathAndHostRewriteReplaceTheWhole() {
    assertEquals(
        "internal:8080/fix?q",
        rewritten(
            prefix("/"), new RewriteConfig(null, "/fix", null, null, "internal:8080"), "/a?q"));
    assertEquals(
        "internal*",
        rewritten(
            Table.match(List.of(), null, null, null),
            new RewriteConfig(null, "/fix", null, null, "internal"),
            "*"));
  }

  @Test
  void configurationsThatCannotWorkAreRefusedWithASentence() {
    refused("names no group", () -> new RewriteConfig(null, null, "a", "$1", null));
    refused("names no group", () -> new RewriteConfig(null, null, "(a)", "${n}", null));
    refused("belong together", () -> new RewriteConfig(null, null, "a", null, null));
    refused("only one", () -> new RewriteConfig("/a", "/b", null, null, null));
    refused("needs one of", () -> new RewriteConfig(null, null, null, null, null));
    refused("not a host name", () -> new RewriteConfig(null, null, null, null, "a b"));
    refused("must begin with '/'", () -> new RewriteConfig("a", null, null, null, null));
    refused("code must be", () -> new RedirectConfig(null, "h", null, null, null, 200, false));
    refused("for ever", () -> new RedirectConfig(null, null, null, null, null, 301, false));
    refused("http or https", () -> new RedirectConfig("ftp", null, null, null, null, 301, false));
    refused("without a port", () -> prefix("/", "a.example:80"));
    refused("whole labels", () -> prefix("/", "*a.example"));
    refused("whole labels", () -> prefix("/", "a.*.example"));
    refused("only one of", () -> Table.match(List.of(), "/a", "/a", null));
    refused("as it is sent", () -> prefix("/a?b"));
    refused("not a regular expression", () -> Table.regex("/("));
    refused(
        "match.prefix",
        () ->
            new HttpRouteConfig(
                Table.exact("/a"), null, new RewriteConfig("/b", null, null, null, null)));
    refused(
        "not rewritten",
        () ->
            new HttpRouteConfig(
                prefix("/a"),
                to(null, "h", null, null),
                new RewriteConfig("/b", null, null, null, null)));
  }

  private static void refused(String words, org.junit.jupiter.api.function.Executable what) {
    String message = assertThrows(IllegalArgumentException.class, what).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void identicalMatchesAreAnErrorEach() {
    Table table =
        new Table()
            .route("a", Table.methods(prefix("/x", "h", "G"), "GET", "PUT"))
            .route("b", Table.methods(prefix("/x", "g", "H", "h"), "PUT", "GET"))
            .route("c", Table.methods(prefix("/x", "g", "h"), "PUT"))
            .route(
                "d",
                new HttpMatchConfig(List.of("*"), null, null, null, List.of(), Map.of(), Map.of()))
            .route("e", Table.match(List.of(), null, null, null));
    table.router();
    assertEquals(
        List.of(
            "b.match can never be reached: route 'a' (t.yaml:1:1) has the same match",
            "e.match can never be reached: route 'd' (t.yaml:4:1) has the same match"),
        table.errors);
    assertEquals(List.of(), table.warnings);
  }

  @Test
  void hiddenRoutesAreAWarningEach() {
    Table table =
        new Table()
            .route("grey", Table.header(prefix("/api"), "x", "1"))
            .route("api", prefix("/api"))
            .route("hidden1", prefix("/api/v2", "a.example"))
            .route("hidden2", Table.exact("/api"))
            .route("hidden3", Table.regex("/api/[0-9]+"))
            .route("fine1", prefix("/apix"))
            .route("fine2", Table.regex("/ap.*"))
            .route("wild", prefix("/", "*.b.example"))
            .route("hidden4", prefix("/q", "x.b.example", "*.x.b.example"))
            .route("fine3", prefix("/q", "x.b.example", "b.example"))
            .route("last", Table.match(List.of(), null, null, null));
    table.router();
    assertEquals(List.of(), table.errors);
    assertEquals(
        List.of("hidden1", "hidden2", "hidden3", "hidden4"),
        table.warnings.stream().map(w -> w.substring(0, w.indexOf('.'))).toList());
  }

  @Test
  void targetsMustFitTheAction() {
    HttpRouteConfig plain = new HttpRouteConfig(prefix("/a"), null, null);
    HttpRouteConfig redirect = new HttpRouteConfig(prefix("/b"), to(null, "h", null, null), null);
    HttpRouteConfig rewrite =
        new HttpRouteConfig(prefix("/c"), null, new RewriteConfig("/d", null, null, null, null));
    Table table =
        new Table()
            .route("nowhere", Route.Target.NONE, plain)
            .route("both", Route.Target.CLUSTER, redirect)
            .route("unseen", Route.Target.REPLY, rewrite);
    table.router();
    assertEquals(
        List.of("nowhere.", "both.redirect", "unseen.rewrite"),
        table.errors.stream().map(e -> e.substring(0, e.indexOf(' '))).toList());
  }
}
