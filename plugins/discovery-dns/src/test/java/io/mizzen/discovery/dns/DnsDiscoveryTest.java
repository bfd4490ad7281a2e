package io.mizzen.discovery.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.discovery.dns.DnsDiscovery.Mode;
import io.mizzen.discovery.dns.Lookup.Answer;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.EndpointSpec;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DnsDiscoveryTest {
  private final List<String> told = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Long> waits = new ArrayList<>();
  private final SharedLoop loop = new SharedLoop();
  private boolean lookupClosed;

  private final Discovery.Watcher watcher =
      new Discovery.Watcher() {
        @Override
        public void onEndpoints(List<EndpointSpec> endpoints) {
          told.add(String.join(" ", endpoints.stream().map(EndpointSpec::address).toList()));
        }

        @Override
        public void onFailure(String sentence) {
          told.add("failed: " + sentence);
        }
      };

  private final Lookup lookup =
      new Lookup() {
        @Override
        public void ask(Consumer<Answer> answer) {
          answer.accept(answers.remove());
        }

        @Override
        public void later(long millis, Runnable task) {
          waits.add(millis);
          tasks.add(task);
        }

        @Override
        public void close() {
          lookupClosed = true;
        }
      };

  private DnsDiscovery start(Mode mode) {
    DnsDiscoveryConfig config =
        new DnsDiscoveryConfig(
            "orders.example",
            80,
            Duration.ofSeconds(30),
            DnsDiscoveryConfig.Family.ANY,
            Duration.ofSeconds(2),
            List.of());
    DnsDiscovery discovery =
        new DnsDiscovery(
            config,
            mode,
            () -> {
              loop.acquire();
              return lookup;
            },
            loop);
    discovery.start(watcher);
    return discovery;
  }

  private void next(Answer answer) {
    answers.add(answer);
    tasks.remove().run();
  }

  private static Answer found(long ttlSeconds, String... addresses) throws UnknownHostException {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address)));
    }
    return new Answer.Found(found, ttlSeconds);
  }

  private void assertLastWait(long millis) {
    long wait = waits.get(waits.size() - 1);
    assertTrue(wait >= millis && wait < millis * 1.1, "waits " + wait);
  }

  @Test
  void strictTellsAllAddressesAndOnlyChanges() throws UnknownHostException {
    try (DnsDiscovery discovery = start(Mode.STRICT)) {
      next(found(5, "10.0.0.2", "10.0.0.1", "::1"));
      next(found(5, "10.0.0.1", "::1", "10.0.0.2"));
      next(found(5, "10.0.0.1"));
      assertEquals(List.of("10.0.0.1:80 10.0.0.2:80 [::1]:80", "10.0.0.1:80"), told);
    }
  }

  @Test
  void logicalKeepsOneAddressAsLongAsItIsInTheAnswer() throws UnknownHostException {
    try (DnsDiscovery discovery = start(Mode.LOGICAL)) {
      next(found(5, "10.0.0.2", "10.0.0.1"));
      next(found(5, "10.0.0.1", "10.0.0.2"));
      next(found(5, "10.0.0.3", "10.0.0.1"));
      assertEquals(List.of("10.0.0.2:80", "10.0.0.3:80"), told);
    }
  }

  @Test
  void asksAgainWhenTheTimeToLiveIsOver() throws UnknownHostException {
    try (DnsDiscovery discovery = start(Mode.STRICT)) {
      next(found(5, "10.0.0.1"));
      assertLastWait(5_000);
      next(found(0, "10.0.0.1"));
      assertLastWait(1_000);
      next(found(3600, "10.0.0.1"));
      assertLastWait(30_000);
      next(found(-1, "10.0.0.1"));
      assertLastWait(30_000);
      next(found(Integer.MAX_VALUE, "10.0.0.1"));
      assertLastWait(30_000);
    }
  }

  @Test
  void aFailureIsToldOnceKeepsTheSetAndBacksOff() throws UnknownHostException {
    try (DnsDiscovery discovery = start(Mode.STRICT)) {
      next(found(5, "10.0.0.1"));
      for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
        next(new Answer.Failed("away"));
        assertLastWait(seconds * 1000);
      }
      next(found(5, "10.0.0.1"));
      next(new Answer.Failed("away"));
      assertLastWait(1_000);
      assertEquals(List.of("10.0.0.1:80", "failed: away", "failed: away"), told);
    }
  }

  @Test
  void tellsAndAsksNothingAfterClose() throws UnknownHostException {
    DnsDiscovery discovery = start(Mode.STRICT);
    next(found(5, "10.0.0.1"));
    discovery.close();
    discovery.close();
    tasks.remove().run();
    assertTrue(lookupClosed);
    assertEquals(1, told.size());
    assertTrue(tasks.isEmpty());
  }

  @Test
  void anAnswerAfterCloseIsDropped() throws UnknownHostException {
    DnsDiscovery discovery = start(Mode.STRICT);
    answers.add(found(5, "10.0.0.1"));
    discovery.close();
    tasks.remove().run();
    assertFalse(answers.isEmpty());
    assertEquals(List.of(), told);
  }
}
