package io.mizzen.router.http;

import static io.mizzen.router.http.Table.exact;
import static io.mizzen.router.http.Table.header;
import static io.mizzen.router.http.Table.methods;
import static io.mizzen.router.http.Table.name;
import static io.mizzen.router.http.Table.prefix;
import static io.mizzen.router.http.Table.query;
import static io.mizzen.router.http.Table.regex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.route.Router;
import io.mizzen.testkit.FleetingRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpRouterTest {
  @Test
  void theFirstMatchOfTheTableWinsNotTheLongest() {
    Table table =
        new Table()
            .route("users", exact("/api/users"))
            .route("api", prefix("/api"))
            .route("late", prefix("/api/orders"))
            .route("site", prefix("/"));
    assertEquals("users", table.taken("h", "/api/users"));
    assertEquals("api", table.taken("h", "/api/users/1"));
    assertEquals("api", table.taken("h", "/api/orders/1"));
    assertEquals("site", table.taken("h", "/index.html"));
  }

  @Test
  void aMoreSpecificHostDoesNotWinByItself() {
    Table table =
        new Table()
            .route("wild", prefix("/", "*.example.com"))
            .route("exact", prefix("/", "a.example.com"));
    assertEquals("wild", table.taken("a.example.com", "/"));
  }

  @Test
  void aPrefixEndsAtASegment() {
    Table table = new Table().route("bare", prefix("/api")).route("rest", prefix("/"));
    for (String path : new String[] {"/api", "/api/", "/api/x", "/api?x", "/api//x"}) {
      assertEquals("bare", table.taken("h", path), path);
    }
    for (String path : new String[] {"/apix", "/ap", "/", "/API", "/x/api"}) {
      assertEquals("rest", table.taken("h", path), path);
    }
  }

  @Test
  void aPrefixWithASlashWantsTheSlash() {
    Table table = new Table().route("slash", prefix("/api/"));
    assertEquals("slash", table.taken("h", "/api/"));
    assertEquals("slash", table.taken("h", "/api/x"));
    assertEquals("none", table.taken("h", "/api"));
  }

  @Test
  void exactIsToTheByteWithoutTheQuery() {
    Table table =
        new Table().route("a", exact("/a")).route("a/", exact("/a/")).route("root", exact("/"));
    assertEquals("a", table.taken("h", "/a"));
    assertEquals("a", table.taken("h", "/a?b=/c"));
    assertEquals("a/", table.taken("h", "/a/"));
    assertEquals("root", table.taken("h", "/"));
    assertEquals("root", table.taken("h", "/?x"));
    assertEquals("none", table.taken("h", "/a/b"));
    assertEquals("none", table.taken("h", "/%61"));
  }

  @Test
  void aRegexMatchesTheWholePath() {
    Table table =
        new Table()
            .route("id", regex("/users/[0-9]+"))
            .route("alt", regex("/x|/y"))
            .route("opt", regex("/z/?"));
    assertEquals("id", table.taken("h", "/users/42?full=1"));
    assertEquals("none", table.taken("h", "/users/42/x"));
    assertEquals("none", table.taken("h", "/users/"));
    assertEquals("alt", table.taken("h", "/y"));
    assertEquals("opt", table.taken("h", "/z"));
    assertEquals("opt", table.taken("h", "/z/"));
  }

  @Test
  void hostsIgnoreCasePortAndTheLastDot() {
    Table table = new Table().route("a", prefix("/", "Api.Example.com", "[::1]"));
    for (String host :
        new String[] {
          "api.example.com",
          "API.EXAMPLE.COM",
          "api.example.com:8443",
          "api.example.com.",
          "api.example.com.:80",
          "[::1]",
          "[::1]:8080"
        }) {
      assertEquals("a", table.taken(host, "/"), host);
    }
    for (String host : new String[] {"example.com", "xapi.example.com", "", "[::2]", "[::1"}) {
      assertEquals("none", table.taken(host, "/"), host);
    }
  }

  @Test
  void wildcardsStandForLabels() {
    Table table =
        new Table()
            .route("suffix", prefix("/", "*.example.com"))
            .route("prefix", prefix("/", "shop.*"))
            .route("any", prefix("/only", "*"));
    assertEquals("suffix", table.taken("a.example.com", "/"));
    assertEquals("suffix", table.taken("a.b.example.com:80", "/"));
    assertEquals("none", table.taken("example.com", "/"));
    assertEquals("none", table.taken(".example.com", "/"));
    assertEquals("none", table.taken("badexample.com", "/"));
    assertEquals("prefix", table.taken("shop.de", "/"));
    assertEquals("prefix", table.taken("shop.co.uk", "/"));
    assertEquals("none", table.taken("shop.", "/"));
    assertEquals("any", table.taken("", "/only"));
  }

  @Test
  void allConditionsMustHold() {
    Router router =
        new Table()
            .route("post", methods(prefix("/a"), "POST", "PUT"))
            .route("grey", header(prefix("/a"), "x-grey", "1"))
            .route("v2", query(prefix("/a"), "v", "2"))
            .route("rest", prefix("/a"))
            .router();
    assertEquals("post", name(router, new FleetingRequest("h", "/a/b").verb("PUT")));
    assertEquals("rest", name(router, new FleetingRequest("h", "/a/b").verb("put")));
    assertEquals("grey", name(router, new FleetingRequest("h", "/a/b").with("x-grey", "1")));
    assertEquals("v2", name(router, new FleetingRequest("h", "/a/b?u&v=2&v=3")));
    assertEquals("rest", name(router, new FleetingRequest("h", "/a/b?v=3&v=2")));
    assertEquals("rest", name(router, new FleetingRequest("h", "/a/b?vv=2")));
    assertEquals("rest", name(router, new FleetingRequest("h", "/a/v=2")));
  }

  @Test
  void whatIsNoPathMatchesOnlyRoutesWithoutOne() {
    Table table =
        new Table()
            .route("slash", prefix("/"))
            .route("all", Table.match(List.of(), null, null, null));
    assertEquals("all", table.taken("h", "*"));
    assertEquals("all", table.taken("h", "example.com:443"));
    assertEquals("all", table.taken("h", ""));
    assertEquals("slash", table.taken("h", "/"));
  }

  @Test
  void explainsEachStep() {
    Router router =
        new Table()
            .route("other", prefix("/", "other.example.com"))
            .route("api", prefix("/api", "*.example.com"))
            .route("site", methods(prefix("/", "*.example.com"), "GET"))
            .router();
    List<String> steps = new ArrayList<>();
    router.explain(new FleetingRequest("a.example.com", "/x?q"), steps::add);
    assertEquals(
        List.of(
            "skipped web/other (t.yaml:1:1): host 'a.example.com' is none of [other.example.com]",
            "skipped web/api (t.yaml:2:1): path '/x' is not prefix '/api'",
            "taken   web/site (t.yaml:3:1): hosts, prefix and methods match"),
        steps);
    steps.clear();
    router.explain(new FleetingRequest("b.org", "/"), steps::add);
    assertEquals("no route matches", steps.get(steps.size() - 1));
  }
}
