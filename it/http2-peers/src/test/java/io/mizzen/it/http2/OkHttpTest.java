package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OkHttp as caller and as upstream, each in HTTP/1 and in HTTP/2, in every combination. */
class OkHttpTest {
  private static final MediaType OCTETS = MediaType.get("application/octet-stream");
  private static final int LARGE = 5_000_000;

  /** What a stalled answer may hold: windows, read buffers and the arenas they come from. */
  private static final long MOST_HELD = 24L * 1024 * 1024;

  private final MockWebServer upstream = new MockWebServer();
  private OkHttpClient client;
  private Http2Proxy proxy;

  private void start(String caller, String upstreamProtocol) throws Exception {
    upstream.setProtocols(List.of(protocol(upstreamProtocol)));
    upstream.setDispatcher(new Echo(upstreamProtocol.equals("http1")));
    upstream.start(InetAddress.getLoopbackAddress(), 0);
    proxy = Http2Proxy.before(upstream.getPort(), upstreamProtocol);
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequestsPerHost(100);
    client =
        new OkHttpClient.Builder()
            .protocols(List.of(protocol(caller)))
            .dispatcher(dispatcher)
            .retryOnConnectionFailure(false)
            .readTimeout(60, TimeUnit.SECONDS)
            .build();
  }

  private static Protocol protocol(String word) {
    return word.equals("http2") ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_1_1;
  }

  @AfterEach
  void stop() throws Exception {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
    proxy.close();
    upstream.shutdown();
  }

  private HttpUrl url(String path) {
    return HttpUrl.get("http://127.0.0.1:" + proxy.port() + path);
  }

  private Response get(String path) throws IOException {
    return client.newCall(new Request.Builder().url(url(path)).build()).execute();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Gives back what it gets, or what the path asks for. */
  private static final class Echo extends okhttp3.mockwebserver.Dispatcher {
    private final boolean chunked;

    Echo(boolean chunked) {
      this.chunked = chunked;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String path = String.valueOf(request.getPath());
      return switch (path) {
        case "/head" ->
            new MockResponse()
                .addHeader("x-seen", request.getHeaders().toString().replace("\n", "|"));
        case "/large" -> new MockResponse().setBody(new Buffer().write(random(LARGE)));
        case "/huge" -> new MockResponse().setBody(new Buffer().write(new byte[64 << 20]));
        case "/trailers" -> {
          MockResponse answer = new MockResponse().setTrailers(Headers.of("x-sum", "4711"));
          // In HTTP/2 the mock would send the coding too, which is malformed there; with a length
          // HTTP/1 has no place for trailers.
          yield chunked
              ? answer.setChunkedBody("body", 2)
              : answer.setBody("body").removeHeader("Content-Length");
        }
        case "/reset" -> new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST);
        case "/cut" ->
            new MockResponse()
                .setBody(new Buffer().write(random(LARGE)))
                .setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY);
        default ->
            new MockResponse().setBody(new Buffer().write(request.getBody().readByteArray()));
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"http2,http2", "http2,http1", "http1,http2"})
  void headsArriveTranslated(String caller, String upstreamProtocol) throws Exception {
    start(caller, upstreamProtocol);
    Request request =
        new Request.Builder().url(url("/head")).header("X-Mixed-Case", "Value").build();
    try (Response response = client.newCall(request).execute()) {
      assertEquals(200, response.code());
      assertEquals(protocol(caller), response.protocol());
      String seen = String.valueOf(response.header("x-seen")).toLowerCase(java.util.Locale.ROOT);
      assertTrue(seen.contains("x-mixed-case: value"), seen);
      assertTrue(seen.contains("x-forwarded-for: 127.0.0.1"), seen);
      boolean host = seen.contains("host: 127.0.0.1:" + proxy.port());
      boolean authority = seen.contains(":authority: 127.0.0.1:" + proxy.port());
      assertTrue(upstreamProtocol.equals("http2") ? authority && !host : host, seen);
    }
  }

  @ParameterizedTest
  @CsvSource({"http2,http2", "http2,http1", "http1,http2"})
  void largeBodiesGoBothWays(String caller, String upstreamProtocol) throws Exception {
    start(caller, upstreamProtocol);
    byte[] body = random(LARGE);
    Request post =
        new Request.Builder().url(url("/echo")).post(RequestBody.create(body, OCTETS)).build();
    try (Response response = client.newCall(post).execute()) {
      assertNotNull(response.body());
      assertArrayEquals(body, response.body().bytes());
    }
    try (Response response = get("/large")) {
      assertNotNull(response.body());
      assertArrayEquals(random(LARGE), response.body().bytes());
    }
  }

  @ParameterizedTest
  @CsvSource({"http2,http2", "http2,http1", "http1,http2"})
  void trailersArrive(String caller, String upstreamProtocol) throws Exception {
    start(caller, upstreamProtocol);
    try (Response response = get("/trailers")) {
      assertNotNull(response.body());
      assertEquals("body", response.body().string());
      assertEquals("4711", response.trailers().get("x-sum"));
    }
  }

  @ParameterizedTest
  @CsvSource({"http2,http2", "http2,http1", "http1,http2"})
  void hundredsOfRequestsAtOnceAreAnswered(String caller, String upstreamProtocol)
      throws Exception {
    start(caller, upstreamProtocol);
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Request post =
          new Request.Builder()
              .url(url("/echo"))
              .post(RequestBody.create(random(i * 50), OCTETS))
              .build();
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      client.newCall(post).enqueue(new Completing(answer));
      answers.add(answer);
    }
    for (int i = 0; i < 500; i++) {
      assertArrayEquals(random(i * 50), answers.get(i).get(60, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http2", "http1"})
  void anUpstreamThatGoesAwayIsABadGateway(String upstreamProtocol) throws Exception {
    start("http2", upstreamProtocol);
    try (Response response = get("/reset")) {
      assertTrue(response.code() == 502 || response.code() == 503, "code " + response.code());
    }
    // An answer that is cut off must not look complete.
    try (Response response = get("/cut")) {
      assertNotNull(response.body());
      byte[] all = response.body().bytes();
      throw new AssertionError("looks complete after " + all.length);
    } catch (IOException cutOff) {
      assertNotNull(cutOff);
    }
    try (Response response = get("/head")) {
      assertEquals(200, response.code());
    }
  }

  /** One reader that stops: others of the same connection go on, and what is held stays bounded. */
  @ParameterizedTest
  @ValueSource(strings = {"http2", "http1"})
  void aStalledReaderHoldsUpNobody(String upstreamProtocol) throws Exception {
    start("http2", upstreamProtocol);
    try (Response first = get("/head")) {
      assertEquals(200, first.code());
    }
    long before = PlatformDependent.usedDirectMemory();
    try (Response stalled = get("/huge")) {
      assertNotNull(stalled.body());
      assertEquals(0, stalled.body().byteStream().read());
      for (int i = 0; i < 200; i++) {
        try (Response response = get("/head")) {
          assertEquals(200, response.code());
        }
      }
      long held = PlatformDependent.usedDirectMemory() - before;
      assertTrue(held < MOST_HELD, held + " bytes held");
      long rest = 0;
      byte[] piece = new byte[1 << 16];
      for (int n; (n = stalled.body().byteStream().read(piece)) >= 0; ) {
        rest += n;
      }
      assertEquals((64 << 20) - 1, rest);
    }
  }

  private record Completing(CompletableFuture<byte[]> answer) implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {
      answer.completeExceptionally(e);
    }

    @Override
    public void onResponse(Call call, Response response) throws IOException {
      try (response) {
        answer.complete(response.body() == null ? new byte[0] : response.body().bytes());
      }
    }
  }
}
