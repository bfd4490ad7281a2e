package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.BytesOut;

/**
 * What the peer may still send (RFC 9113 section 5.2). Credit for a stream follows what the
 * receiver has done with; credit for the connection is given at once, so that one slow stream does
 * not hold up the others. One per connection.
 */
final class Receiver {
  private final int streamWindow;
  private final int connectionWindow;
  private int window = Frames.USUAL_WINDOW;
  private int owed;

  Receiver(int streamWindow, int connectionWindow) {
    this.streamWindow = streamWindow;
    this.connectionWindow = connectionWindow;
  }

  int streamWindow() {
    return streamWindow;
  }

  /** A DATA frame has come, padding included; false if the connection's window was too small. */
  boolean take(int length) {
    window -= length;
    owed += length;
    return window >= 0;
  }

  /** The same for its stream. */
  static boolean take(Stream stream, int length) {
    stream.receiveWindow -= length;
    stream.outstanding += length;
    return stream.receiveWindow >= 0;
  }

  /** That much of a stream has been done with; told to the peer by half windows. */
  void credit(Stream stream, int bytes, BytesOut out) {
    // What is sent again for a second try is reported twice.
    int some = Math.min(bytes, stream.outstanding);
    if (some <= 0) {
      return;
    }
    stream.outstanding -= some;
    stream.owed += some;
    if (stream.owed >= streamWindow / 2 && !stream.remoteEnded) {
      Frames.windowUpdate(stream.id, stream.owed, out);
      stream.receiveWindow += stream.owed;
      stream.owed = 0;
    }
  }

  /** Everything that has come was read. */
  void creditConnection(BytesOut out) {
    if (owed >= connectionWindow / 2) {
      Frames.windowUpdate(0, owed, out);
      window += owed;
      owed = 0;
    }
  }

  /** Makes the connection's window as large as it is configured; settings cannot (6.9.2). */
  void widen(BytesOut out) {
    int more = connectionWindow - window;
    if (more > 0) {
      Frames.windowUpdate(0, more, out);
      window += more;
    }
  }
}
