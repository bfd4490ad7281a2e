package io.mizzen.filter.transcoder;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import io.mizzen.xprotocol.convert.Conversion;

/** Registers the filter {@code transcoder}. */
public final class TranscoderPlugin implements MizzenPlugin {
  static final Why BAD_CALL =
      new Why(
          "bad_call",
          Status.BAD_REQUEST,
          "The request cannot be turned into a call: its JSON is broken, or types are missing.");

  static final Why NO_METHOD =
      new Why("no_method", Status.NOT_FOUND, "The provider has no such service or method.");

  static final Why BAD_ANSWER =
      new Why(
          "bad_answer",
          Status.BAD_UPSTREAM,
          "The provider refused the call or its answer cannot be turned back.");

  static final MetricSpec CALLS =
      MetricSpec.counter(
          "transcoder_calls_total",
          "Calls to services of another protocol, by how they ended: ok, service_error, bad_call,"
              + " no_method, failed.",
          "protocol",
          "result");

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.why(BAD_CALL);
    registrar.why(NO_METHOD);
    registrar.why(BAD_ANSWER);
    registrar.metric(CALLS);
    registrar.add(
        ExtensionPoints.STREAM_FILTERS,
        new TranscoderFactory(registrar.extensions(Conversion.POINT)));
  }
}
