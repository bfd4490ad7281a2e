package io.mizzen.kernel.network;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A network of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone means
 * only itself.
 */
public final class Cidr {
  private final byte[] prefix;
  private final int bits;

  private Cidr(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException with a sentence for users
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.isEmpty()
        || !address.chars().allMatch(c -> "0123456789abcdefABCDEF.:".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("not a network: \"" + text + "\"");
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      throw new IllegalArgumentException("not a network: \"" + text + "\"");
    }
    int most = bytes.length * 8;
    int bits = most;
    if (slash >= 0) {
      try {
        bits = Integer.parseInt(text.substring(slash + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a network: \"" + text + "\"", e);
      }
    }
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "the prefix of a network must be from 0 to " + most + ": \"" + text + "\"");
    }
    return new Cidr(bytes, bits);
  }

  /** Whether an address lies in it; never for unix sockets. */
  public boolean contains(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return false;
    }
    byte[] bytes = inet.getAddress().getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    int whole = bits >> 3;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != prefix[i]) {
        return false;
      }
    }
    int rest = bits & 7;
    return rest == 0 || ((bytes[whole] ^ prefix[whole]) & (0xFF << (8 - rest))) == 0;
  }
}
