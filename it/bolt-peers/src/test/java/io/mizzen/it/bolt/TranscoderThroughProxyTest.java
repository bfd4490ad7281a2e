package io.mizzen.it.bolt;

import static io.mizzen.testkit.proxy.JsonCaller.begin;
import static io.mizzen.testkit.proxy.JsonCaller.fails;
import static io.mizzen.testkit.proxy.JsonCaller.post;
import static io.mizzen.testkit.proxy.JsonCaller.send;
import static io.mizzen.testkit.proxy.PeerProcess.freePort;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.rpc.config.ApplicationConfig;
import com.alipay.sofa.rpc.config.ProviderConfig;
import com.alipay.sofa.rpc.config.ServerConfig;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTP callers with JSON, and a provider of SOFARPC that knows nothing of them. */
class TranscoderThroughProxyTest {
  private static final String SHOP = Shop.class.getName();
  private static final String ITEM = Shop.Item.class.getName();
  private static final String ORDER = Shop.Order.class.getName();
  private static final OpenShop OPEN = new OpenShop();

  private static ProviderConfig<Shop> provider;
  private static int providerPort;
  private static EmbeddedProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("invoke.baggage.enable", "true");
    providerPort = freePort();
    provider = provider(providerPort);
    provider.export();
    proxy = EmbeddedProxy.packaged(config(providerPort, "cluster: peer"));
  }

  @AfterAll
  static void stop() {
    OPEN.closing.countDown();
    proxy.close();
    provider.unExport();
  }

  private static ProviderConfig<Shop> provider(int port) {
    return new ProviderConfig<Shop>()
        .setApplication(new ApplicationConfig().setAppName("shop-app"))
        .setInterfaceId(SHOP)
        .setRef(OPEN)
        .setServer(
            new ServerConfig()
                .setProtocol("bolt")
                .setBoundHost("127.0.0.1")
                .setHost("127.0.0.1")
                .setPort(port)
                .setDaemon(true))
        .setUniqueId("u1")
        .setRepeatedExportLimit(-1)
        .setRegister(false);
  }

  static String config(int upstream, String route) {
    return Forwarding.turning(
            "bolt",
            upstream,
            "1MiB",
            "group: u1, attachments: [env], methods: {turned: [\"byte[]\"], tell: [string]},"
                + " classes: [io.mizzen.it.bolt., no.such.Type]")
        .replace("cluster: peer", route);
  }

  private static String call(String method, String json) throws Exception {
    HttpResponse<String> answer = send(post(proxy, "/" + SHOP + "/" + method, json));
    assertEquals(List.of("application/json"), answer.headers().allValues("content-type"));
    return answer.statusCode() + " " + answer.body();
  }

  static String typed(String types, String arguments) {
    return "{\"types\":[" + types + "],\"args\":[" + arguments + "]}";
  }

  @Test
  void overloadedMethodsAreToldApartByTheirTypes() throws Exception {
    assertEquals(
        "200 \"hi \u4e2d \ud83d\ude00*3\"",
        call("hi", typed("\"java.lang.String\",\"int\"", "\"\u4e2d \ud83d\ude00\",3")));
    assertEquals("200 \"hi x\"", call("hi", typed("\"string\"", "\"x\"")));
    assertEquals("200 \"hi all [x, y]\"", call("hi", typed("\"list\"", "[\"x\",\"y\"]")));
  }

  @Test
  void everyPrimitiveGoesAsANumberATextOrABoolean() throws Exception {
    assertEquals(
        "200 \"true -1 300 \u4e2d 70000 1099511627776 1.5 0.1\"",
        call(
            "primitives",
            typed(
                "\"boolean\",\"byte\",\"short\",\"char\",\"int\",\"long\",\"float\",\"double\"",
                "true,-1,300,\"\u4e2d\",70000,1099511627776,1.5,0.1")));
    assertEquals(
        "200 \"null -1 300 x null 5 2.0 3.0\"",
        call(
            "boxes",
            typed(
                "\"java.lang.Boolean\",\"java.lang.Byte\",\"java.lang.Short\","
                    + "\"java.lang.Character\",\"java.lang.Integer\",\"java.lang.Long\","
                    + "\"java.lang.Float\",\"java.lang.Double\"",
                "null,-1,300,\"x\",null,5,2,3")));
  }

  @Test
  void arraysAndCollectionsBecomeWhatTheirParametersSay() throws Exception {
    assertEquals(
        "200 \"[1, 2][a, b][1, 2]n1\"",
        call(
            "arrays",
            typed(
                "\"int[]\",\"java.lang.String[]\",\"byte[]\",\"" + ITEM + "[]\"",
                "[1,2],[\"a\",\"b\"],\"AQI=\",[{\"class\":\"" + ITEM + "\",\"name\":\"n\"}]")));
    assertEquals(
        "200 \"nRED[a, b]{k=[1, {x=null}]}\"",
        call(
            "collections",
            typed(
                "\"list\",\"set\",\"map\"",
                "[{\"class\":\""
                    + ITEM
                    + "\",\"name\":\"n\",\"color\":{\"name\":\"RED\"}}],[\"b\",\"a\"],"
                    + "{\"k\":[1,{\"x\":null}]}")));
  }

  @Test
  void exactNumbersAndDatesAreMadeOfTextsAndNumbers() throws Exception {
    String types = "\"java.math.BigDecimal\",\"java.math.BigInteger\",\"date\"";
    assertEquals(
        "200 \"1.10 12345678901234567890123 1700000000000\"",
        call("exact", typed(types, "\"1.10\",12345678901234567890123,1700000000000")));
    assertEquals(
        "200 \"7 8 1700000000000\"",
        call("exact", typed(types, "7,\"8\",\"2023-11-14T22:13:20Z\"")));
    fails(
        400, "bad_call", post(proxy, "/" + SHOP + "/exact", typed(types, "\"1\",1,\"yesterday\"")));
  }

  @Test
  void objectsWithinObjectsGoAndComeWithoutTheirClasses() throws Exception {
    String item = "{\"name\":\"n\",\"number\":7,\"color\":{\"name\":\"RED\"}}";
    assertEquals(
        "200 {\"id\":2,\"item\":"
            + item
            + ",\"items\":null,\"byName\":null,"
            + "\"placed\":\"2023-11-14T22:13:20Z\",\"price\":1.10,"
            + "\"serial\":-98765432109876543210,"
            + "\"before\":{\"id\":null,\"item\":"
            + item
            + ",\"items\":null,\"byName\":null,"
            + "\"placed\":null,\"price\":null,\"serial\":null,\"before\":null}}",
        call(
            "order",
            typed(
                "\"" + ORDER + "\"",
                "{\"id\":1,\"item\":"
                    + item
                    + ",\"placed\":{\"class\":\"java.util.Date\","
                    + "\"value\":1700000000000},"
                    + "\"price\":{\"class\":\"java.math.BigDecimal\",\"value\":\"1.10\"},"
                    + "\"serial\":{\"class\":\"java.math.BigInteger\","
                    + "\"value\":-98765432109876543210}}")));
  }

  @Test
  void everyKindOfValueBecomesJson() throws Exception {
    assertEquals(
        "200 {\"name\":\"n\",\"long\":1099511627776,\"exact\":1.10,\"half\":0.5,"
            + "\"third\":0.3333333333333333,\"list\":[1,true,\"x\",-70000,100000,300.0],"
            + "\"longs\":[1,2],\"at\":\"2023-11-14T22:13:20Z\",\"color\":{\"name\":\"GREEN\"},"
            + "\"none\":null,\"text\":\""
            + "\u4e2d \ud83d\ude00".repeat(20_000)
            + "\"}",
        call("facts", typed("\"string\"", "\"n\"")));
    assertEquals("200 \"AwIB\"", call("turned", "[\"AQID\"]"));
    assertEquals("200 null", call("nothing", typed("\"string\"", "null")));
    assertEquals("200 null", call("tell", "[\"news\"]"));
    assertEquals("news", OPEN.told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void headersTravelAsBaggage() throws Exception {
    HttpResponse<String> answer =
        send(
            post(proxy, "/" + SHOP + "/baggage", typed("\"string\"", "\"env\""))
                .header("env", "gray"));
    assertEquals("\"gray\"", answer.body());
  }

  @Test
  void anExceptionOfTheServiceIsA500WithItsNameAndText() throws Exception {
    assertEquals(
        "500 {\"error\":\"service_error\",\"exception\":\""
            + SHOP
            + "$OutOfStock\","
            + "\"message\":\"no x\"}",
        call("boom", typed("\"string\"", "\"x\"")));
    assertEquals(
        "500 {\"error\":\"service_error\",\"exception\":\"java.lang.IllegalArgumentException\","
            + "\"message\":\"bad x\"}",
        call("crash", typed("\"string\"", "\"x\"")));
  }

  @Test
  void aRequestThatIsNoCallIsRefusedHere() throws Exception {
    String hi = "/" + SHOP + "/hi";
    fails(400, "bad_call", post(proxy, hi, "[\"x\","));
    fails(400, "bad_call", post(proxy, hi, "[\"x\",3]"));
    fails(400, "bad_call", post(proxy, hi, "{\"types\":[],\"args\":[1]}"));
    fails(404, "no_method", post(proxy, "/" + SHOP, "[]"));
    fails(405, "bad_call", post(proxy, hi, "").GET());
    fails(400, "bad_call", post(proxy, hi, typed("\"java.net.URL\"", "null")));
    fails(400, "bad_call", post(proxy, hi, typed("\"map\"", "{\"a\":{\"class\":\"a.B\"}}")));
    fails(415, "bad_call", post(proxy, hi, "[]").setHeader("content-type", "text/plain"));
    fails(413, "too_large", post(proxy, hi, "[\"" + "x".repeat(1 << 21) + "\"]"));
  }

  @Test
  void aServiceOrMethodThatTheProviderDoesNotHaveIsA404() throws Exception {
    fails(404, "no_method", post(proxy, "/" + SHOP + "/unknown", "[]"));
    fails(404, "no_method", post(proxy, "/" + SHOP + "/hi", typed("\"long\"", "1")));
    fails(404, "no_method", post(proxy, "/no.such.Service/hi", "[]"));
  }

  @Test
  void argumentsThatTheProviderCannotReadAreA400() throws Exception {
    fails(400, "bad_call", post(proxy, "/" + SHOP + "/hi", typed("\"no.such.Type\"", "{}")));
    fails(400, "bad_call", post(proxy, "/" + SHOP + "/hi", typed("\"string\",\"int\"", "{},[]")));
  }

  @Test
  void aResultThatHoldsItselfIsA502() throws Exception {
    fails(502, "bad_answer", post(proxy, "/" + SHOP + "/itself", ""));
  }

  @Test
  void aMethodThatTakesTooLongIsA504() throws Exception {
    try (EmbeddedProxy impatient =
        EmbeddedProxy.packaged(config(providerPort, "cluster: peer, timeout: 100ms"))) {
      fails(
          504, "timeout_total", post(impatient, "/" + SHOP + "/later", typed("\"long\"", "20000")));
    }
  }

  @Test
  void aProviderThatIsNotThereIsA503() throws Exception {
    try (EmbeddedProxy nobody = EmbeddedProxy.packaged(config(freePort(), "cluster: peer"))) {
      fails(503, "connect_failed", post(nobody, "/" + SHOP + "/itself", ""));
    }
  }

  @Test
  void manyCallersShareTheProvidersConnection() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(
          begin(post(proxy, "/" + SHOP + "/hi", typed("\"string\",\"int\"", "\"x\"," + i))));
    }
    for (int i = 0; i < 50; i++) {
      assertEquals("\"hi x*" + i + "\"", answers.get(i).get(30, TimeUnit.SECONDS).body());
    }
    assertTrue(proxy.metric("transcoder_calls_total", "result=\"ok\"") >= 50);
  }
}
