package io.mizzen.it.rpc;

import static io.mizzen.testkit.proxy.JsonCaller.begin;
import static io.mizzen.testkit.proxy.JsonCaller.fails;
import static io.mizzen.testkit.proxy.JsonCaller.post;
import static io.mizzen.testkit.proxy.JsonCaller.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import io.mizzen.testkit.proxy.PeerProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTP callers with JSON, and a provider of Apache Dubbo that knows nothing of them. */
class TranscoderThroughProxyTest {
  private static final String TYPE = "content-type";
  private static final String HELLO = Hello.class.getName();

  private static int providerPort;
  private static EmbeddedProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    Peers.stayOnLoopback();
    providerPort = Peers.provider();
    proxy = EmbeddedProxy.packaged(config(providerPort, "cluster: peer"));
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  private static String config(int upstream, String route) {
    return Forwarding.turning(
            "dubbo",
            upstream,
            "64KiB",
            "version: 1.0.0, group: g1, attachments: [env], methods: {turned: [\"byte[]\"]},"
                + " classes: [io.mizzen.it.rpc.]")
        .replace("cluster: peer", route);
  }

  private static void answers(String method, String json, String result) throws Exception {
    HttpResponse<String> answer = send(post(proxy, "/" + HELLO + "/" + method, json));
    assertEquals("200 " + result, answer.statusCode() + " " + answer.body());
    assertEquals(List.of("application/json"), answer.headers().allValues("content-type"));
  }

  @Test
  void aCallWithTypesAndArgumentsIsAnsweredWithTheResult() throws Exception {
    answers(
        "hi",
        "{\"types\":[\"java.lang.String\",\"int\"],\"args\":[\"\u4e2d \ud83d\ude00\",3]}",
        "\"hi \u4e2d \ud83d\ude00*3 null\"");
    answers("hi", "{\"types\":[\"string\",\"int\"],\"args\":[\"x\",3]}", "\"hi x*3 null\"");
  }

  @Test
  void theTypesOfAMethodThatHasNoOtherOfItsNameMayBeLeftOut() throws Exception {
    answers("hi", "[\"x\",2]", "\"hi x*2 null\"");
    answers("nothing", "{\"args\":[[\"a\"]]}", "null");
    answers("noted", "", "0");
  }

  @Test
  void headersTravelAsAttachments() throws Exception {
    HttpResponse<String> answer =
        send(post(proxy, "/" + HELLO + "/hi?a=b", "[\"x\",1]").header("env", "gray"));
    assertEquals("\"hi x*1 gray\"", answer.body());
  }

  @Test
  void objectsGoAndComeWithoutTheirClasses() throws Exception {
    HttpResponse<String> answer =
        send(
            post(
                proxy,
                "/" + HELLO + "/twice",
                "{\"types\":[\"" + HELLO + "$Thing\"],\"args\":[{\"name\":\"n\",\"number\":21}]}"));
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"number\":42"), answer.body());
    assertTrue(answer.body().contains("\"name\":\"n\""), answer.body());
    assertTrue(!answer.body().contains("class"), answer.body());
    answers(
        "echo",
        "{\"types\":[\"list\",\"map\",\"byte[]\"],\"args\":[[{\"name\":\"n\"}],"
            + "{\"a\":1,\"b\":{\"c\":[1.5,null,12345678901234567890]}},\"AQID\"]}",
        "\"1 2 3\"");
  }

  @Test
  void everyKindOfValueBecomesJson() throws Exception {
    HttpResponse<String> answer = send(post(proxy, "/" + HELLO + "/facts", "[\"n\"]"));
    assertEquals(
        "{\"name\":\"n\",\"long\":1099511627776,\"exact\":1.10,\"half\":0.5,\"list\":[1,true,\"x\"],"
            + "\"at\":\"2023-11-14T22:13:20Z\"}",
        answer.body());
    answers("turned", "[\"AQID\"]", "\"AwIB\"");
  }

  @Test
  void anExceptionOfTheServiceIsA500WithItsNameAndText() throws Exception {
    HttpResponse<String> answer = send(post(proxy, "/" + HELLO + "/boom", "[\"x\"]"));
    assertEquals(
        "500 {\"error\":\"service_error\",\"exception\":\"java.lang.IllegalArgumentException\","
            + "\"message\":\"bad x\"}",
        answer.statusCode() + " " + answer.body());
  }

  @Test
  void aRequestThatIsNoCallIsRefusedHere() throws Exception {
    fails(400, "bad_call", post(proxy, "/" + HELLO + "/hi", "[\"x\","));
    fails(400, "bad_call", post(proxy, "/" + HELLO + "/hi", "{\"arguments\":[]}"));
    fails(400, "bad_call", post(proxy, "/" + HELLO + "/hi", "{\"types\":[],\"args\":[1]}"));
    fails(404, "no_method", post(proxy, "/" + HELLO, "[]"));
    fails(404, "no_method", post(proxy, "/" + HELLO + "/hi/more", "[]"));
    fails(405, "bad_call", post(proxy, "/" + HELLO + "/hi", "").GET());
    fails(
        400,
        "bad_call",
        post(proxy, "/" + HELLO + "/hi", "{\"types\":[\"java.net.URL\"],\"args\":[null]}"));
    fails(
        415,
        "bad_call",
        post(proxy, "/" + HELLO + "/hi", "[\"x\",1]").setHeader(TYPE, "text/plain"));
    fails(413, "too_large", post(proxy, "/" + HELLO + "/hi", "[\"" + "x".repeat(100_000) + "\"]"));
  }

  @Test
  void aServiceOrMethodThatTheProviderDoesNotHaveIsA404() throws Exception {
    fails(404, "no_method", post(proxy, "/" + HELLO + "/unknown", "[]"));
    fails(404, "no_method", post(proxy, "/no.such.Service/hi", "[]"));
  }

  @Test
  void aMethodThatTakesTooLongIsA504() throws Exception {
    try (EmbeddedProxy impatient =
        EmbeddedProxy.packaged(config(providerPort, "cluster: peer, timeout: 100ms"))) {
      fails(504, "timeout_total", post(impatient, "/" + HELLO + "/later", "[\"x\",5000]"));
    }
  }

  @Test
  void aProviderThatIsNotThereIsA503() throws Exception {
    try (EmbeddedProxy nobody =
        EmbeddedProxy.packaged(config(PeerProcess.freePort(), "cluster: peer"))) {
      fails(503, "connect_failed", post(nobody, "/" + HELLO + "/noted", ""));
    }
  }

  @Test
  void manyCallersShareTheProvidersConnection() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(begin(post(proxy, "/" + HELLO + "/later", "[\"" + i + "\"," + (50 - i) + "]")));
    }
    for (int i = 0; i < 50; i++) {
      assertEquals("\"later " + i + "\"", answers.get(i).get(30, TimeUnit.SECONDS).body());
    }
    assertTrue(proxy.metric("transcoder_calls_total", "result=\"ok\"") >= 50);
  }

  @Test
  void aRouteThatIsNotTurnedDoesNotReachTheProvider() throws IOException {
    Refusal refused =
        assertThrows(
            Refusal.class,
            () ->
                EmbeddedProxy.packaged(
                    config(1, "cluster: peer").replace("{everything: {", "{other: {")));
    assertTrue(refused.getMessage().contains("MZ1603"), refused.getMessage());
  }
}
