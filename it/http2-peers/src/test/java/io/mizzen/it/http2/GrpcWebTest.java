package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.testing.integration.EmptyProtos;
import io.grpc.testing.integration.Messages.EchoStatus;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import java.time.Duration;
import java.util.Iterator;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * gRPC-Web with a client of somebody else: Armeria on one side, grpc-java's server, which speaks
 * gRPC only, on the other. Binary and text, over both versions of HTTP.
 */
@Timeout(120)
class GrpcWebTest {
  private static GrpcServices server;
  private static Http2Proxy proxy;
  private static ClientFactory clients;

  @BeforeAll
  static void start() throws Exception {
    server = new GrpcServices("one");
    proxy = Http2Proxy.before(server.port(), "{type: http2, config: {grpcWeb: bridge}}", "http2");
    clients = ClientFactory.builder().build();
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    proxy.close();
    server.close();
  }

  private static TestServiceBlockingStub stub(String scheme) {
    return GrpcClients.builder(scheme + "://127.0.0.1:" + proxy.port() + "/")
        .factory(clients)
        .responseTimeout(Duration.ofSeconds(60))
        .maxResponseLength(64L << 20)
        .build(TestServiceBlockingStub.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gproto-web+h1c", "gproto-web+h2c", "gproto-web-text+h1c", "gproto-web-text+h2c"})
  void unaryCallsAreAnswered(String scheme) {
    TestServiceBlockingStub stub = stub(scheme);
    assertEquals(
        EmptyProtos.Empty.getDefaultInstance(),
        stub.emptyCall(EmptyProtos.Empty.getDefaultInstance()));
    // Around the places where base64 is padded, and a body that comes in many pieces.
    for (int size : new int[] {0, 1, 2, 3, 4, 100, 16_384, 1_000_000}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      Payload payload = Payload.newBuilder().setBody(ByteString.copyFrom(bytes)).build();
      var answer = stub.unaryCall(SimpleRequest.newBuilder().setPayload(payload).build());
      assertEquals("one", answer.getUsername());
      assertEquals(payload, answer.getPayload());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gproto-web+h1c", "gproto-web+h2c", "gproto-web-text+h1c", "gproto-web-text+h2c"})
  void aStreamOfAnswersIsReadToItsEnd(String scheme) {
    Iterator<StreamingOutputCallResponse> answers =
        stub(scheme).streamingOutputCall(sizes(1, 0, 31_415, 500_000, 2).build());
    for (int size : new int[] {1, 0, 31_415, 500_000, 2}) {
      assertEquals(size, answers.next().getPayload().getBody().size());
    }
    assertFalse(answers.hasNext());
  }

  private static StreamingOutputCallRequest.Builder sizes(int... sizes) {
    StreamingOutputCallRequest.Builder request = StreamingOutputCallRequest.newBuilder();
    for (int size : sizes) {
      request.addResponseParameters(ResponseParameters.newBuilder().setSize(size));
    }
    return request;
  }

  private static EchoStatus status(Status.Code code) {
    return EchoStatus.newBuilder()
        .setCode(code.value())
        .setMessage("not today: ☺ 100 %\nreally")
        .build();
  }

  private static void assertStatus(Status.Code code, StatusRuntimeException failure) {
    assertEquals(code, failure.getStatus().getCode());
    assertEquals("not today: ☺ 100 %\nreally", failure.getStatus().getDescription());
    Metadata trailers = failure.getTrailers();
    assertTrue(trailers != null);
    assertEquals("asked for", trailers.get(GrpcServices.REASON));
  }

  /** The server says it in a head alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {"gproto-web+h1c", "gproto-web+h2c", "gproto-web-text+h1c", "gproto-web-text+h2c"})
  void aStatusWithoutAnAnswerArrives(String scheme) {
    SimpleRequest request =
        SimpleRequest.newBuilder()
            .setResponseStatus(status(Status.Code.FAILED_PRECONDITION))
            .build();
    assertStatus(
        Status.Code.FAILED_PRECONDITION,
        assertThrows(StatusRuntimeException.class, () -> stub(scheme).unaryCall(request)));
  }

  /** The server says it in trailers behind messages. */
  @ParameterizedTest
  @ValueSource(
      strings = {"gproto-web+h1c", "gproto-web+h2c", "gproto-web-text+h1c", "gproto-web-text+h2c"})
  void aStatusInTrailersArrives(String scheme) {
    Iterator<StreamingOutputCallResponse> answers =
        stub(scheme)
            .streamingOutputCall(
                sizes(10, 20).setResponseStatus(status(Status.Code.DATA_LOSS)).build());
    assertEquals(10, answers.next().getPayload().getBody().size());
    assertEquals(20, answers.next().getPayload().getBody().size());
    assertStatus(
        Status.Code.DATA_LOSS, assertThrows(StatusRuntimeException.class, answers::hasNext));
  }

  /** A method that there is not: an answer that gRPC's server makes without its service. */
  @ParameterizedTest
  @ValueSource(strings = {"gproto-web+h1c", "gproto-web-text+h2c"})
  void whatTheServerDoesNotKnowIsUnimplemented(String scheme) {
    StatusRuntimeException failure =
        assertThrows(
            StatusRuntimeException.class,
            () -> stub(scheme).unimplementedCall(EmptyProtos.Empty.getDefaultInstance()));
    assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
  }

  /** Nobody is behind the proxy: what it says itself is understood as gRPC-Web. */
  @ParameterizedTest
  @ValueSource(strings = {"gproto-web+h1c", "gproto-web-text+h2c"})
  void whatTheProxySaysItselfIsUnderstood(String scheme) throws Exception {
    GrpcServices gone = new GrpcServices("gone");
    int port = gone.port();
    gone.close();
    try (Http2Proxy alone =
        Http2Proxy.before(port, "{type: http2, config: {grpcWeb: bridge}}", "http2")) {
      TestServiceBlockingStub stub =
          GrpcClients.builder(scheme + "://127.0.0.1:" + alone.port() + "/")
              .factory(clients)
              .build(TestServiceBlockingStub.class);
      StatusRuntimeException failure =
          assertThrows(
              StatusRuntimeException.class,
              () -> stub.emptyCall(EmptyProtos.Empty.getDefaultInstance()));
      assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode());
    }
  }
}
