package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** gRPC's health service: called through the proxy, and asked by it. */
@Timeout(120)
class GrpcHealthTest {
  private static final String SERVICE = "shop.Orders";

  /** So many calls in turn reach every endpoint that is used. */
  private static final int TURNS = 12;

  private static HealthCheckRequest about(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  @Test
  void checkAndWatchWorkThroughTheProxy() throws Exception {
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus(SERVICE, ServingStatus.SERVING);
    try (GrpcServices server = new GrpcServices("one", health.getHealthService());
        Http2Proxy proxy = Http2Proxy.before(server.port(), "http2")) {
      ManagedChannel channel = GrpcServices.channel(proxy.port());
      HealthGrpc.HealthBlockingStub stub = HealthGrpc.newBlockingStub(channel);
      assertEquals(ServingStatus.SERVING, stub.check(about("")).getStatus());
      assertEquals(ServingStatus.SERVING, stub.check(about(SERVICE)).getStatus());
      StatusRuntimeException unknown =
          assertThrows(StatusRuntimeException.class, () -> stub.check(about("not.There")));
      assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());

      Iterator<HealthCheckResponse> watch = stub.watch(about(SERVICE));
      assertEquals(ServingStatus.SERVING, watch.next().getStatus());
      health.setStatus(SERVICE, ServingStatus.NOT_SERVING);
      assertEquals(ServingStatus.NOT_SERVING, watch.next().getStatus());
      assertEquals(ServingStatus.NOT_SERVING, stub.check(about(SERVICE)).getStatus());
      health.setStatus(SERVICE, ServingStatus.SERVING);
      assertEquals(ServingStatus.SERVING, watch.next().getStatus());
      GrpcServices.close(channel);
    }
  }

  /** SERVING, then not, then again: the endpoint leaves and comes back; nobody notices. */
  @Test
  void anEndpointThatDoesNotServeIsLeftOutUntilItServes() throws Exception {
    HealthStatusManager first = new HealthStatusManager();
    HealthStatusManager second = new HealthStatusManager();
    first.setStatus(SERVICE, ServingStatus.SERVING);
    second.setStatus(SERVICE, ServingStatus.SERVING);
    String cluster =
        """
        protocol: http2
        loadBalancer: {type: roundRobin}
        healthCheck:
          check: {type: grpcCheck, config: {service: shop.Orders}}
          interval: 50ms
          timeout: 10s
          rise: 1
          fall: 1""";
    try (GrpcServices one = new GrpcServices("one", first.getHealthService());
        GrpcServices two = new GrpcServices("two", second.getHealthService());
        Http2Proxy proxy = Http2Proxy.before("http2", cluster, "", one.port(), two.port())) {
      ManagedChannel channel = GrpcServices.channel(proxy.port());
      TestServiceBlockingStub stub = TestServiceGrpc.newBlockingStub(channel);
      awaitServed(stub, Set.of("one", "two"));
      first.setStatus(SERVICE, ServingStatus.NOT_SERVING);
      awaitServed(stub, Set.of("two"));
      first.setStatus(SERVICE, ServingStatus.SERVING);
      awaitServed(stub, Set.of("one", "two"));
      // A server that no longer knows the service is as bad as one that says no.
      second.clearStatus(SERVICE);
      awaitServed(stub, Set.of("one"));
      GrpcServices.close(channel);
    }
  }

  /** Calls until so many in turn are answered by exactly these; none fails meanwhile. */
  private static void awaitServed(TestServiceBlockingStub stub, Set<String> names) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Set<String> seen = new HashSet<>();
    while (!seen.equals(names)) {
      assertTrue(System.nanoTime() < end, "answered by " + seen + ", not by " + names);
      seen.clear();
      for (int i = 0; i < TURNS; i++) {
        seen.add(stub.unaryCall(SimpleRequest.getDefaultInstance()).getUsername());
      }
    }
  }
}
