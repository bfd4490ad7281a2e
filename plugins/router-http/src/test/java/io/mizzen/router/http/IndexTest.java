package io.mizzen.router.http;

import static io.mizzen.router.http.Table.exact;
import static io.mizzen.router.http.Table.header;
import static io.mizzen.router.http.Table.match;
import static io.mizzen.router.http.Table.methods;
import static io.mizzen.router.http.Table.name;
import static io.mizzen.router.http.Table.prefix;
import static io.mizzen.router.http.Table.regex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mizzen.spi.route.Router;
import io.mizzen.testkit.FleetingRequest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexTest {
  private static final String[] HOSTS = {
    "*", "a.b.c", "b.c", "*.c", "*.b.c", "a.*", "a.b.*", "x.b.c", "*.a.b.c"
  };
  private static final String[] ASKED_HOSTS = {
    "a.b.c", "b.c", "c", "x.b.c", "a.x", "a.b.x", "", "y", "z.a.b.c:80", "A.B.C.", "..", ".c"
  };
  private static final String[] SEGMENTS = {"", "a", "b", "ab"};

  /** Random tables with few words, so that everything overlaps with everything. */
  @Test
  void findsWhatAWalkThroughTheTableFinds() {
    Random random = new Random(1);
    for (int round = 0; round < 400; round++) {
      Table table = new Table();
      int routes = 1 + random.nextInt(25);
      for (int i = 0; i < routes; i++) {
        table.route("r" + i, randomMatch(random));
      }
      Router router = table.router();
      List<Rule> rules =
          table.entries.stream().map(entry -> new Rule(entry.route(), entry.spec())).toList();
      for (int i = 0; i < 100; i++) {
        FleetingRequest head =
            new FleetingRequest(
                one(ASKED_HOSTS, random),
                randomPath(random) + one(new String[] {"", "?a"}, random));
        head.verb(one(new String[] {"GET", "PUT"}, random));
        if (random.nextBoolean()) {
          head.with("h", "1");
        }
        assertEquals(walk(rules, head), name(router, head), () -> head + " in " + table.entries);
      }
    }
  }

  private static String walk(List<Rule> rules, FleetingRequest head) {
    return rules.stream()
        .filter(rule -> rule.failure(head) == null)
        .map(rule -> rule.route.name())
        .findFirst()
        .orElse("none");
  }

  private static String one(String[] words, Random random) {
    return words[random.nextInt(words.length)];
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder("/").append(one(SEGMENTS, random));
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append('/').append(one(SEGMENTS, random));
    }
    return path.toString();
  }

  private static HttpMatchConfig randomMatch(Random random) {
    List<String> hosts = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      hosts.add(one(HOSTS, random));
    }
    String[] on = hosts.toArray(new String[0]);
    HttpMatchConfig match =
        switch (random.nextInt(5)) {
          case 0 -> exact(randomPath(random), on);
          case 1, 2 -> prefix(randomPath(random), on);
          case 3 ->
              regex(
                  randomPath(random)
                      + one(new String[] {"", ".*", "?", "*", "/[ab]+", "|/b"}, random),
                  on);
          default -> match(hosts, null, null, null);
        };
    return switch (random.nextInt(4)) {
      case 0 -> methods(match, "PUT");
      case 1 -> header(match, "h", "1");
      default -> match;
    };
  }

  @Test
  void aHundredThousandRoutesAreAsFastAsAFew() {
    Table table = new Table();
    for (int i = 0; i < 100_000; i++) {
      table.route(
          "r" + i, prefix("/svc" + (i % 1000) + "/op" + i, "host" + (i / 1000) + ".example"));
    }
    Router router = table.router();
    assertEquals(List.of(), table.errors);
    FleetingRequest head = new FleetingRequest("host99.example", "/svc999/op99999/x");
    for (int i = 0; i < 20_000; i++) {
      assertEquals("r99999", name(router, head));
    }
    long begin = System.nanoTime();
    int rounds = 200_000;
    for (int i = 0; i < rounds; i++) {
      router.match(head, Table.NO_STREAM);
    }
    // A walk through the table takes a millisecond; the bound leaves room for a busy machine.
    assertTrue((System.nanoTime() - begin) / rounds < 50_000);
  }

  @Test
  void aMatchAllocatesNothing() {
    Table table = new Table();
    table.route("put", methods(prefix("/api", "*.example.com"), "PUT"));
    table.route("grey", header(prefix("/api", "*.example.com"), "x-grey", "1"));
    table.route("api", prefix("/api", "*.example.com", "localhost"));
    table.route("site", prefix("/"));
    Router router = table.router();
    FleetingRequest head =
        new FleetingRequest("a.example.com:8443", "/api/orders/7?x=1").with("x-grey", "0");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 2_000; i++) {
      assertEquals("api", name(router, head));
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      router.match(head, Table.NO_STREAM);
    }
    // Less than a byte per match: the least that can be allocated is 16.
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 100_000);
  }
}
