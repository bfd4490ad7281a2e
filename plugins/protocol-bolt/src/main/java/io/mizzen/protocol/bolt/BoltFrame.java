package io.mizzen.protocol.bolt;

import io.mizzen.xprotocol.Frame;

/** A frame with all that its fixed part says; drawn in {@link FixedHeader}. */
final class BoltFrame extends Frame {
  final FixedHeader fixed = new FixedHeader();
}
