package io.mizzen.bench.load;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the field blocks of one direction of a connection (RFC 7541) and remembers what the last
 * one meant. The same octets mean the same as long as nothing was entered into the table between
 * them, so comparing stands in for decoding nearly always.
 */
final class FieldMemo<T> {
  interface Reader<T> {
    T read(Http2Headers fields) throws IOException;
  }

  /** Far above what any of the measured proxies sends. */
  private static final int MAX_BLOCK = 16 * 1024;

  private static final int INDEXED = 0x80;
  private static final int ENTERED = 0x40;
  private static final int TABLE_SIZE = 0x20;

  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Reader<T> reader;
  private final byte[] scratch = new byte[MAX_BLOCK];
  private byte[] known = new byte[0];
  private @Nullable T meaning;
  private int at; // while a block is walked through

  FieldMemo(Reader<T> reader) {
    this.reader = reader;
  }

  /** What the block of {@code length} bytes at {@code start} says; no position moves. */
  T take(ByteBuffer borrowed, int start, int length) throws IOException {
    if (length > MAX_BLOCK) {
      throw new ProtocolException("a head of " + length + " bytes");
    }
    borrowed.get(start, scratch, 0, length);
    T last = meaning;
    if (last != null && Arrays.equals(scratch, 0, length, known, 0, known.length)) {
      return last;
    }
    T read = decode(length);
    meaning = null;
    if (leavesTable(length)) {
      known = Arrays.copyOf(scratch, length);
      meaning = read;
    }
    return read;
  }

  private T decode(int length) throws IOException {
    try {
      return reader.read(decoder.decodeHeaders(1, Unpooled.wrappedBuffer(scratch, 0, length)));
    } catch (Http2Exception e) {
      throw new ProtocolException("fields that cannot be read: " + e.getMessage());
    }
  }

  private boolean leavesTable(int length) {
    at = 0;
    while (at < length) {
      int first = scratch[at];
      if ((first & INDEXED) != 0) {
        integer(7);
      } else if ((first & (ENTERED | TABLE_SIZE)) != 0) {
        return false;
      } else {
        if (integer(4) == 0) {
          skipString();
        }
        skipString();
      }
    }
    return true;
  }

  private void skipString() {
    int bytes = integer(7);
    at += bytes;
  }

  /** RFC 7541 5.1. The decoder has read the block before, so it is well formed. */
  private int integer(int prefixBits) {
    int most = (1 << prefixBits) - 1;
    int value = scratch[at++] & most;
    if (value == most) {
      int shift = 0;
      int octet;
      do {
        octet = scratch[at++];
        value += (octet & 0x7f) << shift;
        shift += 7;
      } while ((octet & 0x80) != 0);
    }
    return value;
  }
}
