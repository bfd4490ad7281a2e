package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server reflection, a stream both ways, as grpcurl and others use it; both of its versions. */
class GrpcReflectionTest {
  private static final int SECONDS = 30;
  private static final String SERVICE = "grpc.testing.TestService";

  @SuppressWarnings("deprecation") // The older one is what most programs still ask first.
  private final GrpcServices server =
      new GrpcServices(
          "one", ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance());

  private final Http2Proxy proxy = Http2Proxy.before(server.port(), "http2");
  private ManagedChannel channel;

  GrpcReflectionTest() throws Exception {}

  @BeforeEach
  void connect() {
    channel = GrpcServices.channel(proxy.port());
  }

  @AfterEach
  void stop() throws Exception {
    GrpcServices.close(channel);
    proxy.close();
    server.close();
  }

  /** What a stream has brought. */
  private static final class Answers<T> implements StreamObserver<T> {
    private final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Override
    public void onNext(T answer) {
      heard.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      heard.add(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      heard.add(Status.OK);
    }

    Object next() throws InterruptedException {
      Object next = heard.poll(SECONDS, TimeUnit.SECONDS);
      assertTrue(next != null, "nothing came");
      return next;
    }
  }

  @Test
  void servicesAreListedAndDescribed() throws Exception {
    Answers<ServerReflectionResponse> answers = new Answers<>();
    var asking = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(answers);
    asking.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
    List<String> names =
        ((ServerReflectionResponse) answers.next())
            .getListServicesResponse().getServiceList().stream().map(one -> one.getName()).toList();
    assertTrue(names.contains(SERVICE), names.toString());
    assertTrue(names.contains("grpc.reflection.v1.ServerReflection"), names.toString());

    // The same stream goes on: each question after the answer to the one before.
    asking.onNext(ServerReflectionRequest.newBuilder().setFileContainingSymbol(SERVICE).build());
    ServerReflectionResponse file = (ServerReflectionResponse) answers.next();
    assertEquals(SERVICE, file.getOriginalRequest().getFileContainingSymbol());
    assertDescribed(file.getFileDescriptorResponse().getFileDescriptorProtoList());

    asking.onNext(
        ServerReflectionRequest.newBuilder().setFileContainingSymbol("not.There").build());
    ServerReflectionResponse none = (ServerReflectionResponse) answers.next();
    assertEquals(Status.Code.NOT_FOUND.value(), none.getErrorResponse().getErrorCode());

    asking.onCompleted();
    assertEquals(Status.OK, answers.next());
  }

  @Test
  void theOlderVersionWorksToo() throws Exception {
    Answers<io.grpc.reflection.v1alpha.ServerReflectionResponse> answers = new Answers<>();
    var asking =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(answers);
    asking.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol(SERVICE)
            .build());
    var file = (io.grpc.reflection.v1alpha.ServerReflectionResponse) answers.next();
    assertDescribed(file.getFileDescriptorResponse().getFileDescriptorProtoList());
    asking.onCompleted();
    assertEquals(Status.OK, answers.next());
  }

  private static void assertDescribed(List<ByteString> files) throws Exception {
    boolean found = false;
    for (ByteString bytes : files) {
      FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
      found |=
          file.getPackage().equals("grpc.testing")
              && file.getServiceList().stream()
                  .anyMatch(service -> service.getName().equals("TestService"));
    }
    assertTrue(found, "no descriptor of " + SERVICE);
  }
}
