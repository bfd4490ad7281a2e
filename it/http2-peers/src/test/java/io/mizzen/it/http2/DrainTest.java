package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A proxy that drains asks its callers to go, in the two steps of RFC 9113 section 6.8: a real
 * client loses no call by it, goes on over a new connection, and a stream under way is finished on
 * the old one.
 */
@Timeout(120)
class DrainTest {
  private static final String OVER = "over";

  private Server server;
  private Http2Proxy proxy;
  private ManagedChannel channel;

  /** Says everything again. */
  private static final class Echo implements TestServiceGrpc.AsyncService {
    @Override
    public void emptyCall(Empty request, StreamObserver<Empty> answer) {
      answer.onNext(request);
      answer.onCompleted();
    }

    @Override
    public StreamObserver<StreamingOutputCallRequest> fullDuplexCall(
        StreamObserver<StreamingOutputCallResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamingOutputCallRequest request) {
          answers.onNext(
              StreamingOutputCallResponse.newBuilder().setPayload(request.getPayload()).build());
        }

        @Override
        public void onError(Throwable cause) {
          answers.onError(cause);
        }

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(() -> TestServiceGrpc.bindService(new Echo()))
            .build()
            .start();
    proxy = Http2Proxy.at(freePort(), "http2", "protocol: {type: http2}", "", server.getPort());
    channel = GrpcServices.channel(proxy.port());
  }

  @AfterEach
  void stop() throws Exception {
    GrpcServices.close(channel);
    proxy.close();
    server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static StreamingOutputCallRequest saying(String text) {
    return StreamingOutputCallRequest.newBuilder()
        .setPayload(Payload.newBuilder().setBody(ByteString.copyFromUtf8(text)))
        .build();
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noCallIsLostAndAStreamUnderWayIsFinished() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    StreamObserver<StreamingOutputCallRequest> stream =
        TestServiceGrpc.newStub(channel)
            .fullDuplexCall(
                new StreamObserver<>() {
                  @Override
                  public void onNext(StreamingOutputCallResponse answer) {
                    heard.add(answer.getPayload().getBody().toStringUtf8());
                  }

                  @Override
                  public void onError(Throwable cause) {
                    failure.set(cause);
                    heard.add(OVER);
                  }

                  @Override
                  public void onCompleted() {
                    heard.add(OVER);
                  }
                });
    stream.onNext(saying("before"));
    assertEquals("before", heard.take());
    List<?> first = proxy.connections();
    assertEquals(1, first.size());

    proxy.act("drain");
    proxy.act("undrain");
    // One call after another, on whichever connection: until a second one is there, and some more.
    var calls = TestServiceGrpc.newBlockingStub(channel);
    Set<Object> before = Set.copyOf(first);
    while (before.containsAll(proxy.connections())) {
      calls.emptyCall(Empty.getDefaultInstance());
    }
    for (int i = 0; i < 100; i++) {
      calls.emptyCall(Empty.getDefaultInstance());
    }
    assertNotEquals(first, proxy.connections());

    stream.onNext(saying("after"));
    assertEquals("after", heard.take());
    stream.onCompleted();
    assertEquals(OVER, heard.take());
    assertNull(failure.get());
    until(() -> proxy.connections().stream().noneMatch(before::contains));
  }
}
