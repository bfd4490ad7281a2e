package io.mizzen.bench.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * What a proxy's SETTINGS must leave possible, so that an end of the bench need not look at them
 * again.
 */
final class Http2Settings {
  private static final int ENTRY_BYTES = 6;

  private Http2Settings() {}

  /**
   * @throws ProtocolException if they leave no room for the answers and field tables of the bench
   */
  static void check(ByteBuffer in, int from, int length) throws ProtocolException {
    for (int at = from; at + ENTRY_BYTES <= from + length; at += ENTRY_BYTES) {
      int id = in.getShort(at);
      int value = in.getInt(at + Short.BYTES);
      if (id == Http2Frame.HEADER_TABLE_SIZE && value < Http2Frame.TABLE_BYTES
          || id == Http2Frame.INITIAL_WINDOW_SIZE && value < Http2Frame.LEAST_FRAME_LIMIT) {
        throw new ProtocolException("setting " + id + " of " + value + " is too small here");
      }
    }
  }
}
