package io.mizzen.transport.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Version 1, section 2.1: one line of ASCII.
 *
 * <pre>
 *   PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n
 *   PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n
 *   PROXY UNKNOWN ...\r\n
 * </pre>
 */
final class TextHeader {
  /** The longest line the specification allows, with its end: two full IPv6 addresses. */
  static final int MAX_LENGTH = 107;

  private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final String UNKNOWN = "UNKNOWN";

  private TextHeader() {}

  /** Reads a header from the reader index on; leaves the indices alone. */
  static Header read(ByteBuf in) {
    int begin = in.readerIndex();
    int length = in.readableBytes();
    for (int i = 0; i < START.length && i < length; i++) {
      if (in.getByte(begin + i) != START[i]) {
        return Header.ABSENT;
      }
    }
    int end = -1;
    for (int i = 0; i < Math.min(length, MAX_LENGTH); i++) {
      byte b = in.getByte(begin + i);
      if (b == '\n') {
        end = i;
        break;
      }
      // Also refuses a carriage return that ends no line.
      if ((b < ' ' && b != '\r') || b > '~' || (i > 0 && in.getByte(begin + i - 1) == '\r')) {
        return Header.BROKEN;
      }
    }
    if (end < 0) {
      return length < MAX_LENGTH ? Header.PARTIAL : Header.BROKEN;
    }
    if (in.getByte(begin + end - 1) != '\r') {
      return Header.BROKEN;
    }
    String line =
        in.toString(begin + START.length, end - 1 - START.length, StandardCharsets.US_ASCII);
    return parse(line, end + 1);
  }

  private static Header parse(String line, int length) {
    // The rest of such a line must be ignored, whatever it holds.
    if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
      return Header.anonymous(length);
    }
    String[] words = new String[5];
    int from = 0;
    for (int i = 0; i < words.length; i++) {
      int space = i == words.length - 1 ? line.length() : line.indexOf(' ', from);
      if (space < from) {
        return Header.BROKEN;
      }
      words[i] = line.substring(from, space);
      from = space + 1;
    }
    int addressBytes = words[0].equals("TCP4") ? 4 : words[0].equals("TCP6") ? 16 : 0;
    InetSocketAddress remote = address(words[1], words[3], addressBytes);
    InetSocketAddress local = address(words[2], words[4], addressBytes);
    return remote == null || local == null
        ? Header.BROKEN
        : new Header(Header.Kind.COMPLETE, length, remote, local);
  }

  private static @Nullable InetSocketAddress address(String text, String port, int addressBytes) {
    boolean valid =
        addressBytes == 4
            ? NetUtil.isValidIpV4Address(text)
            : addressBytes == 16
                && NetUtil.isValidIpV6Address(text)
                && text.indexOf('%') < 0
                && text.indexOf('[') < 0;
    int number = port(port);
    if (!valid || number < 0) {
      return null;
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text)), number);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /** Decimal, without sign and leading zeros; -1 if it is none. */
  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number <= 65535 ? number : -1;
  }
}
