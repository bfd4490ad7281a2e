package io.mizzen.transport.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.zip.CRC32C;

/**
 * Version 2, section 2.2.
 *
 * <pre>
 *    0                                 12        13       14      16
 *   +---------------------------------+---------+--------+-------+----------------+-----------+
 *   | 0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a | ver 2 | family | length| addresses      | TLVs      |
 *   |                                 | command | proto  | u16   | 12, 36 or 216  | t u8 l u16|
 *   +---------------------------------+---------+--------+-------+----------------+-----------+
 * </pre>
 *
 * <p>Addresses of TCP over IPv4 and IPv6 are taken. UDP, unix sockets and "unspecified" are legal
 * and name nobody here: the connection then speaks for its peer, as the specification asks of a
 * receiver that cannot use them. TLVs are walked so that lengths are proven, and a checksum among
 * them is verified; nothing else of them is used.
 */
final class BinaryHeader {
  static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };

  static final int FIXED_LENGTH = 16;

  /**
   * Addresses need 216 bytes at most. The rest is for TLVs: load balancers send some dozen bytes,
   * those that pass on TLS details some hundred. Without a bound any peer could make us hold 64
   * KiB.
   */
  static final int MAX_LENGTH = 4096;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  static final int TCP4 = 0x11;
  static final int TCP6 = 0x21;
  private static final int CHECKSUM_TYPE = 0x03;

  private BinaryHeader() {}

  /** Reads a header from the reader index on; leaves the indices alone. */
  static Header read(ByteBuf in) {
    int begin = in.readerIndex();
    int readable = in.readableBytes();
    for (int i = 0; i < SIGNATURE.length && i < readable; i++) {
      if (in.getByte(begin + i) != SIGNATURE[i]) {
        return Header.ABSENT;
      }
    }
    if (readable < FIXED_LENGTH) {
      return Header.PARTIAL;
    }
    int command = in.getUnsignedByte(begin + 12);
    int family = in.getUnsignedByte(begin + 13);
    int addresses = addressesLength(family);
    int length = FIXED_LENGTH + in.getUnsignedShort(begin + 14);
    boolean known = command == LOCAL || command == PROXY;
    if (!known || addresses < 0 || length > MAX_LENGTH) {
      return Header.BROKEN;
    }
    if (command == PROXY && length < FIXED_LENGTH + addresses) {
      return Header.BROKEN;
    }
    if (readable < length) {
      return Header.PARTIAL;
    }
    if (command == LOCAL || family == 0) {
      // Whatever follows must be skipped, family or not: a proxy checks whether we are there.
      return Header.anonymous(length);
    }
    if (!tlvsFit(in, begin, FIXED_LENGTH + addresses, length)) {
      return Header.BROKEN;
    }
    return switch (family) {
      case TCP4 -> addresses(in, begin + FIXED_LENGTH, 4, length);
      case TCP6 -> addresses(in, begin + FIXED_LENGTH, 16, length);
      default -> Header.anonymous(length);
    };
  }

  /** The length of the address block by family and transport; -1 for values nobody assigned. */
  private static int addressesLength(int family) {
    return switch (family) {
      case 0x00 -> 0;
      case TCP4, 0x12 -> 12;
      case TCP6, 0x22 -> 36;
      case 0x31, 0x32 -> 216;
      default -> -1;
    };
  }

  private static boolean tlvsFit(ByteBuf in, int begin, int from, int length) {
    int at = from;
    while (at < length) {
      if (length - at < 3) {
        return false;
      }
      int type = in.getUnsignedByte(begin + at);
      int value = at + 3;
      int end = value + in.getUnsignedShort(begin + at + 1);
      if (end > length) {
        return false;
      }
      if (type == CHECKSUM_TYPE && (end - value != 4 || !checksumHolds(in, begin, value, length))) {
        return false;
      }
      at = end;
    }
    return true;
  }

  /** CRC32c over the whole header with its own four bytes as zero, section 2.2.3. */
  private static boolean checksumHolds(ByteBuf in, int begin, int at, int length) {
    byte[] header = new byte[length];
    in.getBytes(begin, header);
    long said = in.getUnsignedInt(begin + at);
    for (int i = at; i < at + 4; i++) {
      header[i] = 0;
    }
    CRC32C crc = new CRC32C();
    crc.update(header, 0, length);
    return crc.getValue() == said;
  }

  private static Header addresses(ByteBuf in, int at, int bytes, int length) {
    InetSocketAddress remote = address(in, at, bytes, in.getUnsignedShort(at + 2 * bytes));
    InetSocketAddress local =
        address(in, at + bytes, bytes, in.getUnsignedShort(at + 2 * bytes + 2));
    return new Header(Header.Kind.COMPLETE, length, remote, local);
  }

  private static InetSocketAddress address(ByteBuf in, int at, int bytes, int port) {
    byte[] address = new byte[bytes];
    in.getBytes(at, address);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
