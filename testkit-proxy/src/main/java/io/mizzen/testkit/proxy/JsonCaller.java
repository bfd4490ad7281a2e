package io.mizzen.testkit.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Callers in HTTP with JSON, at the listener {@code rpc} of a proxy that turns their calls ({@link
 * Forwarding#turning}).
 */
public final class JsonCaller {
  /** Far more than a call takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String TYPE = "content-type";
  private static final String JSON = "application/json";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private JsonCaller() {}

  /** A call, which may be changed before it is sent. */
  public static HttpRequest.Builder post(EmbeddedProxy to, String path, String json) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port("rpc") + path))
        .timeout(PATIENCE)
        .header(TYPE, JSON)
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  /** Sends it and waits for its answer. */
  public static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends it; its answer comes. */
  public static CompletableFuture<HttpResponse<String>> begin(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Sends it and wants a failure, in words for people that show nothing of a provider's inside.
   *
   * @param word the failure's name
   * @throws AssertionError if anything else comes
   */
  public static void fails(int code, String word, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request);
    String body = answer.body();
    boolean named = body.startsWith("{\"error\":\"" + word + "\",") && !body.contains("\\n");
    List<String> types = answer.headers().allValues(TYPE);
    if (answer.statusCode() != code || !named || !types.equals(List.of(JSON))) {
      throw new AssertionError(
          "not " + code + " " + word + ": " + answer.statusCode() + " " + types + " " + body);
    }
  }
}
