package io.mizzen.it.soak;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A body too large to be kept by anybody: the byte at each place follows from the place, so both
 * ends can check all of it.
 */
final class Body {
  /** A prime, so that no buffer size of the proxy divides it and a shifted byte shows. */
  private static final int PERIOD = 65_521;

  /** Twice the pattern: a window of it begins anywhere. */
  private static final byte[] PATTERN = pattern();

  private Body() {}

  private static byte[] pattern() {
    byte[] once = new byte[PERIOD];
    new SplittableRandom(1).nextBytes(once);
    byte[] twice = Arrays.copyOf(once, 2 * PERIOD);
    System.arraycopy(once, 0, twice, PERIOD, PERIOD);
    return twice;
  }

  /** How the end of a body is told. */
  enum Framing {
    LENGTH,
    CHUNKED,
    /** No HTTP at all. */
    RAW;

    String field(long length) {
      return this == LENGTH
          ? "Content-Length: " + length + "\r\n"
          : "Transfer-Encoding: chunked\r\n";
    }
  }

  /**
   * Sends a body.
   *
   * @param sent moves on with every piece that the system took
   */
  static void send(Wire wire, Framing framing, long length, AtomicLong sent) throws IOException {
    long at = 0;
    while (at < length) {
      int offset = (int) (at % PERIOD);
      int size = (int) Math.min(length - at, PERIOD - (at / PERIOD) % 7);
      if (framing == Framing.CHUNKED) {
        wire.send(Http.ascii(Integer.toHexString(size) + "\r\n"));
      }
      wire.send(PATTERN, offset, size);
      if (framing == Framing.CHUNKED) {
        wire.send(Http.ascii("\r\n"));
      }
      at += size;
      sent.set(at);
    }
    if (framing == Framing.CHUNKED) {
      wire.send(Http.ascii("0\r\n\r\n"));
    }
  }

  /** Takes what {@link #send} sent, byte for byte. */
  static void receive(Wire wire, Framing framing, long length, AtomicLong received)
      throws IOException {
    byte[] piece = new byte[PERIOD];
    long at = 0;
    while (true) {
      long more = framing == Framing.CHUNKED ? chunk(wire) : length;
      if (more == 0) {
        break;
      }
      while (more > 0) {
        int size = wire.readSome(piece, (int) Math.min(more, piece.length));
        if (size < 0) {
          throw new IOException("the end came after " + at + " of " + length + " bytes");
        }
        requirePiece(piece, at, size);
        at += size;
        more -= size;
        received.set(at);
      }
      if (framing != Framing.CHUNKED) {
        break;
      }
      wire.readFully(2);
    }
    if (framing == Framing.CHUNKED) {
      wire.readFully(2);
    }
    if (at != length) {
      throw new IOException(at + " bytes instead of " + length);
    }
  }

  /**
   * Sends what stands at a place.
   *
   * @param size at most {@link #PERIOD}
   */
  static void sendPiece(Wire wire, long at, int size) throws IOException {
    wire.send(PATTERN, (int) (at % PERIOD), size);
  }

  /**
   * Compares with what stands at a place.
   *
   * @param size at most {@link #PERIOD}
   */
  static void requirePiece(byte[] piece, long at, int size) throws IOException {
    int offset = (int) (at % PERIOD);
    if (Arrays.mismatch(piece, 0, size, PATTERN, offset, offset + size) >= 0) {
      throw new IOException("not what was sent, near byte " + at);
    }
  }

  private static long chunk(Wire wire) throws IOException {
    String line = wire.readUntil("\r\n");
    if (line == null) {
      throw new IOException("the end came between chunks");
    }
    return Long.parseLong(line.substring(0, line.length() - 2), 16);
  }
}
