package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Authority;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.nio.charset.StandardCharsets;

/** What an endpoint is asked by gRPC's own health service. */
@Doc("Asks an endpoint by grpc.health.v1.Health/Check; SERVING is the one good answer.")
public record GrpcCheckConfig(
    @Default("") @Doc("The service whose health is asked for; empty for the server as a whole.")
        String service,
    @Default("") @Doc("The :authority; empty for the endpoint's address.") String authority) {
  /** So that the length of a name is one octet in the message. */
  private static final int LONGEST_NAME = 120;

  public GrpcCheckConfig {
    int length = service.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "service must have at most " + LONGEST_NAME + " bytes, got " + length);
    }
    if (!authority.isEmpty() && !Authority.isGood(authority)) {
      throw new IllegalArgumentException("authority is not a host and port: '" + authority + "'");
    }
  }
}
