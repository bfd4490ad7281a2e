package io.mizzen.xprotocol;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.xprotocol.convert.Conversion;
import io.mizzen.xprotocol.fixed.FixedFactory;

/** The base on which RPC protocols stand, and those that are described in YAML. */
public final class XprotocolPlugin implements MizzenPlugin {
  /**
   * RPC frameworks report an error of the service itself with a good status: only the caller's
   * framework looks inside. A word of its own, since such an answer says nothing against the
   * endpoint.
   */
  public static final Why SERVICE_ERROR =
      new Why(
          "service_error",
          Status.BAD_UPSTREAM,
          "The service itself answered with an error; the endpoint works.");

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.why(SERVICE_ERROR);
    registrar.open(Conversion.POINT);
    registrar.add(ExtensionPoints.PROTOCOLS, new FixedFactory());
    FrameCounters.declare(registrar, FixedFactory.COUNTERS);
  }
}
