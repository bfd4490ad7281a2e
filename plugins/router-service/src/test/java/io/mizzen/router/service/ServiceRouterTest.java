package io.mizzen.router.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.Host;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.testkit.FleetingRequest;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceRouterTest {
  private static final StreamContext NO_STREAM = refuse(StreamContext.class);
  private static final Host NO_HOST = refuse(Host.class);

  private final List<RouteEntry<ServiceRouteConfig>> entries = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private record FakeRoute(String name, String table, int index, Target target) implements Route {
    @Override
    public String place() {
      return "t.yaml:" + (index + 1) + ":1";
    }
  }

  private static <T> T refuse(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError("not asked for: " + method);
            }));
  }

  private ServiceRouterTest route(
      String name, String service, @Nullable String operation, String... field) {
    return route(name, Route.Target.CLUSTER, service, operation, null, field);
  }

  private ServiceRouterTest route(
      String name,
      Route.Target target,
      String service,
      @Nullable String operation,
      @Nullable ServiceRewriteConfig rewrite,
      String... field) {
    Map<String, TextMatch> fields =
        field.length == 0 ? Map.of() : Map.of(field[0], TextMatch.exactly(field[1]));
    entries.add(
        new RouteEntry<>(
            new FakeRoute(name, "rpc", entries.size(), target),
            new ServiceRouteConfig(new ServiceMatchConfig(service, operation, fields), rewrite)));
    return this;
  }

  private Router router() {
    problems.clear();
    RouteProblems list =
        new RouteProblems() {
          @Override
          public void error(Route route, String key, String sentence) {
            problems.add("error " + route.name() + "." + key + " " + sentence);
          }

          @Override
          public void warning(Route route, String key, String sentence) {
            problems.add("warning " + route.name() + "." + key + " " + sentence);
          }
        };
    return new ServiceRouterFactory().create(new ServiceRouterConfig(), entries, list, NO_HOST);
  }

  private static String name(Router router, FleetingRequest head) {
    Route route = router.match(head, NO_STREAM);
    return route == null ? "none" : route.name();
  }

  private String taken(String service, String operation) {
    return name(router(), new FleetingRequest(service, operation));
  }

  @Test
  void theFirstMatchOfTheTableWins() {
    route("get", "com.acme.Order:1.0", "get*")
        .route("put", "com.acme.*", "put")
        .route("order", "com.acme.Order:1.0", "*")
        .route("rest", "*", "*");
    assertEquals("get", taken("com.acme.Order:1.0", "getOne"));
    assertEquals("put", taken("com.acme.Order:1.0", "put"));
    assertEquals("order", taken("com.acme.Order:1.0", "del"));
    assertEquals("rest", taken("com.acme.User:1.0", "get"));
    assertEquals("put", taken("com.acme.", "put"));
    assertEquals("rest", taken("", ""));
  }

  @Test
  void lettersCountWithCaseAndNamesAreWhole() {
    route("order", "com.acme.Order:1.0", "*");
    assertEquals("none", taken("com.acme.order:1.0", "x"));
    assertEquals("none", taken("com.acme.Order:1.0.1", "x"));
    assertEquals("none", taken("com.acme.Order", "x"));
  }

  @Test
  void fieldsOfTheCallCount() {
    route("grey", "*", "*", "unit", "u1").route("rest", "*", "*");
    assertEquals("grey", name(router(), new FleetingRequest("a", "b").with("unit", "u1")));
    assertEquals("rest", name(router(), new FleetingRequest("a", "b").with("unit", "u2")));
  }

  @Test
  void findsWhatAWalkThroughTheTableFinds() {
    Random random = new Random(3);
    String[] names = {"*", "a", "ab", "abc", "a*", "ab*", "abc*", "b"};
    String[] asked = {"", "a", "ab", "abc", "abcd", "b", "x"};
    for (int round = 0; round < 300; round++) {
      entries.clear();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        String[] field = random.nextInt(3) == 0 ? new String[] {"k", "1"} : new String[0];
        route("r" + i, names[random.nextInt(8)], names[random.nextInt(8)], field);
      }
      Router router = router();
      List<Rule> rules = entries.stream().map(e -> new Rule(e.route(), e.spec())).toList();
      for (int i = 0; i < 100; i++) {
        FleetingRequest head =
            new FleetingRequest(asked[random.nextInt(7)], asked[random.nextInt(7)]);
        if (random.nextBoolean()) {
          head.with("k", "1");
        }
        String expected =
            rules.stream()
                .filter(rule -> rule.failure(head) == null)
                .map(rule -> rule.route.name())
                .findFirst()
                .orElse("none");
        assertEquals(expected, name(router, head), () -> head + " in " + entries);
      }
    }
  }

  @Test
  void equalMatchesAreErrorsAndHiddenOnesWarnings() {
    route("grey", "com.*", "*", "unit", "u1")
        .route("com", "com.*", "*")
        .route("same", "com.*", "*")
        .route("hidden", "com.acme.*", "get")
        .route("org", "org.X", "*")
        .route("absent", "org.X", null)
        .route("fine", "org.A", "*")
        .route("nowhere", Route.Target.NONE, "org.B", "*", null)
        .route("unseen", Route.Target.REPLY, "org.C", "*", new ServiceRewriteConfig("org.D", null));
    router();
    assertEquals(
        List.of(
            "error same.match can never be reached: route 'com' (t.yaml:2:1) has the same match",
            "warning hidden.match can never be reached: route 'com' (t.yaml:2:1) stands before it"
                + " and takes all its calls; the first match wins",
            "error absent.match can never be reached: route 'org' (t.yaml:5:1) has the same match",
            "error nowhere. goes nowhere: needs one of 'cluster', 'clusters', 'reply'",
            "error unseen.rewrite nothing is rewritten for a 'reply': no upstream sees the call"),
        problems);
  }

  @Test
  void rewritesServiceAndOperation() {
    route("a", Route.Target.CLUSTER, "*", "*", new ServiceRewriteConfig("S:2.0", "op2"));
    Router router = router();
    FleetingRequest head = new FleetingRequest("S:1.0", "op1");
    router.rewrite(router.match(head, NO_STREAM), head);
    assertEquals("S:2.0", head.service().toString());
    assertEquals("op2", head.operation().toString());
  }

  @Test
  void explainsEachStep() {
    route("a", "com.acme.A", "*").route("b", "com.*", "get").route("c", "com.*", "*", "k", "1");
    List<String> steps = new ArrayList<>();
    router().explain(new FleetingRequest("com.acme.B", "put").with("k", "1"), steps::add);
    assertEquals(
        List.of(
            "skipped rpc/a (t.yaml:1:1): service 'com.acme.B' is not 'com.acme.A'",
            "skipped rpc/b (t.yaml:2:1): operation 'put' is not 'get'",
            "taken   rpc/c (t.yaml:3:1): service and fields match"),
        steps);
  }

  @Test
  void starsStandAtTheEndOnly() {
    for (String bad : new String[] {"", "*a", "a*b", "**", "a**"}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> new ServiceMatchConfig(bad, "*", Map.of()))
              .getMessage();
      assertTrue(message.contains("a star stands at the end only"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> new ServiceRewriteConfig(null, null));
  }

  @Test
  void aMatchAmongAHundredThousandAllocatesNothing() {
    for (int i = 0; i < 100_000; i++) {
      route("r" + i, "com.acme.S" + i / 10 + ":1.0", "op" + i % 10);
    }
    route("rest", "*", "*");
    Router router = router();
    FleetingRequest head = new FleetingRequest("com.acme.S9999:1.0", "op9");
    for (int i = 0; i < 2_000; i++) {
      assertEquals("r99999", name(router, head));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      router.match(head, NO_STREAM);
    }
    // Less than a byte per match: the least that can be allocated is 16.
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 100_000);
  }
}
