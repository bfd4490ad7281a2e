package io.mizzen.transport.proxyprotocol;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The peers that may say who calls. */
final class Trust {
  private static final String UNIX = "unix";

  private final List<Network> networks = new ArrayList<>();
  private final boolean unix;

  private record Network(byte[] address, int bits) {
    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (other[i] != address[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >>> (8 - rest) == 0;
    }
  }

  /**
   * Reads what users write.
   *
   * @throws IllegalArgumentException with a sentence for users
   */
  Trust(List<String> written) {
    this.unix = written.contains(UNIX);
    for (String network : written) {
      if (!network.equals(UNIX)) {
        networks.add(parse(network));
      }
    }
  }

  private static Network parse(String written) {
    int slash = written.indexOf('/');
    String text = slash < 0 ? written : written.substring(0, slash);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    if (address == null || text.startsWith("[") || text.indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "trusted: not a network such as 10.0.0.0/8 or fd00::/8: '" + written + "'");
    }
    int most = address.length * 8;
    String digits = written.substring(slash + 1);
    int bits = most;
    if (slash >= 0) {
      boolean number = digits.length() <= 3 && !digits.isEmpty();
      bits =
          number && digits.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Integer.parseInt(digits)
              : -1;
    }
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "trusted: a prefix length is from 0 to " + most + ": '" + written + "'");
    }
    return new Network(address, bits);
  }

  boolean holds(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress inet)) {
      return unix;
    }
    if (inet.getAddress() == null) {
      return false;
    }
    byte[] address = inet.getAddress().getAddress();
    for (Network network : networks) {
      if (network.holds(address)) {
        return true;
      }
    }
    return false;
  }
}
