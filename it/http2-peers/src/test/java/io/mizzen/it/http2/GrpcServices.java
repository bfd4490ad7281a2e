package io.mizzen.it.http2;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A gRPC server of grpc-java, whose test service tells its name, and a client for it. */
final class GrpcServices implements AutoCloseable {
  /** What the server says besides a status. */
  static final Metadata.Key<String> REASON =
      Metadata.Key.of("x-reason", Metadata.ASCII_STRING_MARSHALLER);

  private static final int SECONDS = 30;

  private final Server server;

  /**
   * Starts.
   *
   * @param name what its test service answers
   */
  GrpcServices(String name, BindableService... services) throws IOException {
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(() -> TestServiceGrpc.bindService(new Named(name)));
    for (BindableService service : services) {
      builder.addService(service);
    }
    this.server = builder.build().start();
  }

  /** A client of a port, in clear text. */
  static ManagedChannel channel(int port) {
    return Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
        .build();
  }

  static void close(ManagedChannel channel) throws InterruptedException {
    channel.shutdownNow().awaitTermination(SECONDS, TimeUnit.SECONDS);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination(SECONDS, TimeUnit.SECONDS);
  }

  /** Answers what it is asked for, and the status it is asked for. */
  private static final class Named implements TestServiceGrpc.AsyncService {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void emptyCall(EmptyProtos.Empty request, StreamObserver<EmptyProtos.Empty> answer) {
      answer.onNext(EmptyProtos.Empty.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
      int code = request.getResponseStatus().getCode();
      if (code != 0) {
        answer.onError(failure(code, request.getResponseStatus().getMessage()));
        return;
      }
      answer.onNext(
          SimpleResponse.newBuilder().setUsername(name).setPayload(request.getPayload()).build());
      answer.onCompleted();
    }

    @Override
    public void streamingOutputCall(
        StreamingOutputCallRequest request, StreamObserver<StreamingOutputCallResponse> answer) {
      for (ResponseParameters each : request.getResponseParametersList()) {
        ByteString body = ByteString.copyFrom(new byte[each.getSize()]);
        answer.onNext(
            StreamingOutputCallResponse.newBuilder()
                .setPayload(Payload.newBuilder().setBody(body))
                .build());
      }
      int code = request.getResponseStatus().getCode();
      if (code != 0) {
        answer.onError(failure(code, request.getResponseStatus().getMessage()));
      } else {
        answer.onCompleted();
      }
    }

    private static StatusRuntimeException failure(int code, String message) {
      Metadata trailers = new Metadata();
      trailers.put(REASON, "asked for");
      return Status.fromCodeValue(code).withDescription(message).asRuntimeException(trailers);
    }
  }
}
