package io.mizzen.inspector.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Reads numbers and lengths and stays within its bytes: what goes beyond the end breaks it, and a
 * broken reader reads zeros. So a parser asks once at the end of a step, not at every byte.
 */
final class Reader {
  private final ByteBuf bytes;
  private boolean broken;

  /**
   * @param bytes borrowed
   */
  Reader(ByteBuf bytes) {
    this.bytes = bytes.slice();
  }

  boolean broken() {
    return broken;
  }

  int left() {
    return broken ? 0 : bytes.readableBytes();
  }

  private boolean has(int count) {
    broken |= bytes.readableBytes() < count;
    return !broken;
  }

  void skip(int count) {
    if (has(count)) {
      bytes.skipBytes(count);
    }
  }

  int u8() {
    return has(1) ? bytes.readUnsignedByte() : 0;
  }

  int u16() {
    return has(2) ? bytes.readUnsignedShort() : 0;
  }

  byte[] bytes(int count) {
    byte[] read = new byte[has(count) ? count : 0];
    bytes.readBytes(read);
    return read;
  }

  Reader sub(int count) {
    return new Reader(has(count) ? bytes.readSlice(count) : Unpooled.EMPTY_BUFFER);
  }
}
