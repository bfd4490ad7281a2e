package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.netty.util.internal.PlatformDependent;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A long stream of large messages, and a reader that stops in its middle. Client and server have
 * their own copy of Netty: what this one holds is the proxy's. 64 MiB in the build; 1 GiB with
 * {@code -Dmizzen.it.streamMiB=1024}.
 */
class GrpcStreamTest {
  private static final int MIB = 1 << 20;
  private static final int MESSAGES = Integer.getInteger("mizzen.it.streamMiB", 64);

  /** Windows, read buffers and the arenas they come from. */
  private static final long MOST_HELD = 24L * MIB;

  private final AtomicInteger sent = new AtomicInteger();
  private Server server;
  private Http2Proxy proxy;
  private ManagedChannel channel;

  /** Sends as fast as it is let. */
  private final class Flood implements TestServiceGrpc.AsyncService {
    @Override
    public void streamingOutputCall(
        StreamingOutputCallRequest request, StreamObserver<StreamingOutputCallResponse> answers) {
      var out = (ServerCallStreamObserver<StreamingOutputCallResponse>) answers;
      StreamingOutputCallResponse message =
          StreamingOutputCallResponse.newBuilder()
              .setPayload(Payload.newBuilder().setBody(ByteString.copyFrom(new byte[MIB])))
              .build();
      out.setOnReadyHandler(
          () -> {
            while (out.isReady() && sent.get() < MESSAGES) {
              out.onNext(message);
              if (sent.incrementAndGet() == MESSAGES) {
                out.onCompleted();
              }
            }
          });
    }

    @Override
    public void emptyCall(EmptyProtos.Empty request, StreamObserver<EmptyProtos.Empty> answer) {
      answer.onNext(EmptyProtos.Empty.getDefaultInstance());
      answer.onCompleted();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(() -> TestServiceGrpc.bindService(new Flood()))
            .build()
            .start();
    proxy = Http2Proxy.before(server.getPort(), "http2");
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", proxy.port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    proxy.close();
    server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
  }

  @Test
  @Timeout(300)
  void aLongStreamAndAStalledReaderAreServedInConstantMemory() {
    var stub = TestServiceGrpc.newBlockingStub(channel);
    stub.emptyCall(EmptyProtos.Empty.getDefaultInstance());
    long before = PlatformDependent.usedDirectMemory();
    Iterator<StreamingOutputCallResponse> stream =
        stub.streamingOutputCall(StreamingOutputCallRequest.getDefaultInstance());
    assertEquals(MIB, stream.next().getPayload().getBody().size());
    // Nobody reads the stream meanwhile; others of both connections go on.
    for (int i = 0; i < 100; i++) {
      stub.emptyCall(EmptyProtos.Empty.getDefaultInstance());
    }
    assertTrue(sent.get() < MESSAGES / 2, sent + " messages were sent to nobody");
    long most = PlatformDependent.usedDirectMemory() - before;
    int got = 1;
    while (stream.hasNext()) {
      assertEquals(MIB, stream.next().getPayload().getBody().size());
      got++;
      most = Math.max(most, PlatformDependent.usedDirectMemory() - before);
    }
    assertEquals(MESSAGES, got);
    long held = most;
    assertTrue(held < MOST_HELD, () -> held + " bytes held");
  }
}
