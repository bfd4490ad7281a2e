package io.mizzen.filter.transcoder;

import io.mizzen.filter.transcoder.TranscoderConfig.RouteRule;
import java.util.List;
import java.util.Map;

/** Rules for tests. */
final class Echo {
  private Echo() {}

  static RouteRule rule() {
    return new RouteRule("dubbo", "/", null, null, null, List.of(), Map.of(), List.of());
  }
}
