package io.mizzen.discovery.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.discovery.dns.DnsDiscoveryConfig.Family;
import io.mizzen.discovery.dns.Lookup.Answer;
import io.mizzen.spi.Host;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.EndpointSpec;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyLookupTest {
  private static final int PATIENCE_SECONDS = 20;

  private final SharedLoop loop = new SharedLoop();
  private TinyDnsServer server;

  @BeforeEach
  void listen() throws Exception {
    server = new TinyDnsServer();
    server.answer(
        "both.mizzen.test.", 7, address("10.1.0.1"), address("10.1.0.2"), address("fd00::1"));
    server.answer("empty.mizzen.test.", 7);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
  }

  private DnsDiscoveryConfig config(String host, Family family) {
    return new DnsDiscoveryConfig(
        host,
        80,
        Duration.ofSeconds(1),
        family,
        Duration.ofSeconds(5),
        List.of(HostPort.parse("127.0.0.1:" + server.port())));
  }

  private Answer ask(String host, Family family) throws InterruptedException {
    EventLoop running = loop.acquire();
    NettyLookup lookup = new NettyLookup(config(host, family), running);
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    lookup.later(0, () -> lookup.ask(answers::add));
    Answer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    lookup.close();
    loop.release();
    assertTrue(running.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS), "thread stays");
    assertNotNull(answer, "no answer");
    return answer;
  }

  @Test
  void findsTheAddressesOfAFamilyWithTheirTimeToLive() throws Exception {
    assertEquals(
        new Answer.Found(List.of(address("10.1.0.1"), address("10.1.0.2")), 7),
        ask("both.mizzen.test", Family.V4));
    assertEquals(
        new Answer.Found(List.of(address("fd00::1")), 7), ask("both.mizzen.test", Family.V6));
  }

  @Test
  void anyFamilyIsBothWithTheOldOneFirst() throws Exception {
    assertEquals(
        new Answer.Found(List.of(address("10.1.0.1"), address("10.1.0.2"), address("fd00::1")), 7),
        ask("both.mizzen.test", Family.ANY));
  }

  @Test
  void aNameThatIsNotThereFailsWithASentence() throws Exception {
    for (String host : new String[] {"gone.mizzen.test", "empty.mizzen.test"}) {
      Answer.Failed failed = assertInstanceOf(Answer.Failed.class, ask(host, Family.V4));
      assertTrue(failed.sentence().startsWith("'" + host + "' was not found: "), failed.sentence());
    }
  }

  @Test
  void anAddressIsItsOwnAnswer() throws Exception {
    assertEquals(new Answer.Found(List.of(address("10.1.0.9")), -1), ask("10.1.0.9", Family.ANY));
  }

  @Test
  void theDiscoveryFollowsTheNameServer() throws Exception {
    Host host =
        (Host)
            Proxy.newProxyInstance(
                Host.class.getClassLoader(),
                new Class<?>[] {Host.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError("not asked for: " + method);
                });
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    server.answer("orders.mizzen.test.", 0, address("10.1.0.1"));
    try (Discovery discovery =
        new DnsDiscoveryFactory(DnsDiscovery.Mode.STRICT, loop)
            .create(config("orders.mizzen.test", Family.V4), host)) {
      discovery.start(
          new Discovery.Watcher() {
            @Override
            public void onEndpoints(List<EndpointSpec> endpoints) {
              heard.add(endpoints.stream().map(EndpointSpec::address).toList().toString());
            }

            @Override
            public void onFailure(String sentence) {
              heard.add("failed");
            }
          });
      assertEquals("[10.1.0.1:80]", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      server.answer("orders.mizzen.test.", 0, address("10.1.0.2"), address("10.1.0.1"));
      assertEquals("[10.1.0.1:80, 10.1.0.2:80]", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      server.forget("orders.mizzen.test.");
      assertEquals("failed", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }
}
