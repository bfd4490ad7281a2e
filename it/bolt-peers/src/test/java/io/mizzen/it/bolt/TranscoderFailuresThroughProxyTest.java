package io.mizzen.it.bolt;

import static io.mizzen.it.bolt.TranscoderThroughProxyTest.config;
import static io.mizzen.testkit.proxy.JsonCaller.fails;
import static io.mizzen.testkit.proxy.JsonCaller.post;
import static io.mizzen.testkit.proxy.JsonCaller.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that answer nonsense, too much or nothing, and configurations that cannot work. */
class TranscoderFailuresThroughProxyTest {
  private static final String PATH = "/cap.Hello/say";

  private BadProvider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new BadProvider();
  }

  @AfterEach
  void stop() throws Exception {
    provider.close();
  }

  private EmbeddedProxy proxy(String route) throws Exception {
    return EmbeddedProxy.packaged(config(provider.port(), route));
  }

  @Test
  void anAnswerThatBreaksOffAnywhereIsA502() throws Exception {
    try (EmbeddedProxy proxy = proxy("cluster: peer")) {
      for (int length = 0; length < BadProvider.GOOD.length; length++) {
        provider.answers(0, Arrays.copyOf(BadProvider.GOOD, length));
        fails(502, "bad_answer", post(proxy, PATH, ""));
      }
      provider.answers(0, BadProvider.GOOD);
      assertEquals("\"hi bob\"", send(post(proxy, PATH, "")).body());
      assertEquals(
          BadProvider.GOOD.length, proxy.metric("transcoder_calls_total", "result=\"failed\""));
    }
  }

  @Test
  void anyOtherByteAnywhereIsAResultOrA502() throws Exception {
    try (EmbeddedProxy proxy = proxy("cluster: peer")) {
      for (int at = 0; at < BadProvider.GOOD.length; at++) {
        for (int other : new int[] {0, 'V', 'M', 'O', 'o', 'R', 0x4a, 's', 'z', 0xff}) {
          byte[] bad = BadProvider.GOOD.clone();
          bad[at] = (byte) other;
          provider.answers(0, bad);
          HttpResponse<String> answer = send(post(proxy, PATH, ""));
          assertTrue(Set.of(200, 502).contains(answer.statusCode()), () -> at(bad) + answer.body());
        }
      }
      provider.answers(0, BadProvider.GOOD);
      assertEquals("\"hi bob\"", send(post(proxy, PATH, "")).body());
    }
  }

  private static String at(byte[] bytes) {
    return HexFormat.of().formatHex(bytes) + ": ";
  }

  /** Lists within lists that grow by mention, deep nesting, and lengths that lie. */
  @ParameterizedTest
  @CsvSource({"56, 100000", "4f919161, 20000", "566c7fffffff, 1", "4d, 100000"})
  void nonsenseThatWouldGrowIsA502(String hex, int times) throws Exception {
    try (EmbeddedProxy proxy = proxy("cluster: peer")) {
      provider.answers(0, HexFrames.bytes(hex.repeat(times)));
      fails(502, "bad_answer", post(proxy, PATH, ""));
    }
  }

  @Test
  void anAnswerLongerThanTheChainHoldsIsA502() throws Exception {
    try (EmbeddedProxy proxy = proxy("cluster: peer")) {
      provider.answers(0, new byte[3 << 20]);
      fails(502, "upstream_error", post(proxy, PATH, ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 502, bad_answer",
    "2, 502, bad_answer",
    "3, 502, bad_answer",
    "4, 503, overload",
    "6, 404, no_method",
    "7, 504, timeout_total",
    "9, 502, bad_answer",
    "16, 502, bad_answer",
    "18, 400, bad_call"
  })
  void aStatusOfBoltIsSaidInHttp(int status, int code, String word) throws Exception {
    try (EmbeddedProxy proxy = proxy("cluster: peer")) {
      provider.answers(status, new byte[0]);
      fails(code, word, post(proxy, PATH, ""));
    }
  }

  @Test
  void aCallWhoseProviderDiesIsNotMadeTwice() throws Exception {
    try (EmbeddedProxy proxy = proxy("cluster: peer, retry: {conditions: [upstream_closed]}")) {
      provider.hangsUp();
      fails(502, "upstream_closed", post(proxy, PATH, ""));
      assertEquals(1, provider.asked());
      assertEquals("\"hi bob\"", send(post(proxy, PATH, "")).body());
    }
  }

  @Test
  void aCallWhoseProviderDiesIsMadeAgainWhereTheRouteSaysThatItMay() throws Exception {
    try (EmbeddedProxy proxy =
        proxy("cluster: peer, retry: {conditions: [upstream_closed], requests: all}")) {
      provider.hangsUp();
      assertEquals("\"hi bob\"", send(post(proxy, PATH, "")).body());
      assertEquals(2, provider.asked());
    }
  }

  private static String refusal(String yaml) {
    Refusal refused = assertThrows(Refusal.class, () -> EmbeddedProxy.packaged(yaml));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void whatCannotBeTurnedIsRefusedWithItsPlace() {
    String yaml = config(1, "cluster: peer");
    String listener =
        refusal(
            yaml.replace(
                "{type: http1}",
                "{type: fixedHeader, config: {layout: {name: p, magic: \"ca fe\", headerLength: 12,"
                    + " length: {at: 8, bytes: 4, adjust: 12}, id: {at: 4, bytes: 4},"
                    + " kind: {at: 2, request: \"01\", response: \"81\"}}}}"));
    assertTrue(listener.contains("MZ1610"), listener);
    assertTrue(listener.matches("(?s).*:\\d+:\\d+: error.*"), listener);
    String target = refusal(yaml.replace("protocol: bolt", "protocol: tars"));
    assertTrue(target.contains("calls cannot be turned into protocol 'tars'"), target);
    assertTrue(target.matches("(?s).*:\\d+:\\d+: error.*"), target);
    String cluster =
        refusal(
            yaml.replace(
                "- name: peer\n    protocol: {type: bolt}",
                "- name: peer\n    protocol: {type: http1}"));
    assertTrue(cluster.contains("MZ1603"), cluster);
  }
}
