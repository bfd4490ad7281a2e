package io.mizzen.protocol.dubbo;

/** The numbers of the fixed part. All are big-endian. */
final class DubboHeader {
  static final int LENGTH = 16;

  static final int MAGIC_HIGH = 0xda;
  static final int MAGIC_LOW = 0xbb;

  static final int REQUEST = 0x80;
  static final int TWO_WAY = 0x40;
  static final int EVENT = 0x20;
  static final int SERIALIZATION = 0x1f;

  static final int HESSIAN2 = 2;
  static final int FASTJSON2 = 23;

  static final int OK = 20;

  static final int FLAGS_AT = 2;
  static final int STATUS_AT = 3;
  static final int ID_AT = 4;
  static final int LENGTH_AT = 12;

  private DubboHeader() {}

  /** Writes a fixed part at index 0; the index behind it. */
  static int write(byte[] to, int flags, int status, long id, int bodyLength) {
    to[0] = (byte) MAGIC_HIGH;
    to[1] = (byte) MAGIC_LOW;
    to[FLAGS_AT] = (byte) flags;
    to[STATUS_AT] = (byte) status;
    putLong(to, ID_AT, id);
    putInt(to, LENGTH_AT, bodyLength);
    return LENGTH;
  }

  static void putLong(byte[] to, int at, long value) {
    putInt(to, at, (int) (value >> 32));
    putInt(to, at + 4, (int) value);
  }

  static void putInt(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
  }

  static int getInt(byte[] from, int at) {
    return from[at] << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | (from[at + 3] & 0xff);
  }
}
