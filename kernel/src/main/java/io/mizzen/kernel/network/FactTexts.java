package io.mizzen.kernel.network;

import io.mizzen.spi.network.Fact;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** The facts that go along when a connection moves to another process, as texts by name. */
final class FactTexts {
  private static final List<Fact<String>> WORDS = List.of(Fact.TRANSPORT, Fact.SERVER_NAME);
  private static final List<Fact<SocketAddress>> ADDRESSES = List.of(Fact.REMOTE, Fact.LOCAL);

  private FactTexts() {}

  /** Null if one of them has no text: such a connection cannot move. */
  static @Nullable Map<String, String> of(DownstreamLink connection) {
    Map<String, String> texts = new HashMap<>();
    for (Fact<String> fact : WORDS) {
      String word = connection.get(fact);
      if (word != null) {
        texts.put(fact.toString(), word);
      }
    }
    for (Fact<SocketAddress> fact : ADDRESSES) {
      SocketAddress address = connection.get(fact);
      if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
        texts.put(fact.toString(), inet.getAddress().getHostAddress() + ' ' + inet.getPort());
      } else if (address != null) {
        return null;
      }
    }
    List<String> protocols = connection.get(Fact.APPLICATION_PROTOCOLS);
    if (protocols != null) {
      texts.put(Fact.APPLICATION_PROTOCOLS.toString(), String.join(" ", protocols));
    }
    return texts;
  }

  /** Gives them to a connection; names that are not known here are left out. */
  static void restore(DownstreamLink connection, Map<String, String> texts) {
    for (Fact<String> fact : WORDS) {
      String word = texts.get(fact.toString());
      if (word != null) {
        connection.put(fact, word);
      }
    }
    for (Fact<SocketAddress> fact : ADDRESSES) {
      String text = texts.get(fact.toString());
      if (text != null) {
        connection.put(fact, address(text));
      }
    }
    String protocols = texts.get(Fact.APPLICATION_PROTOCOLS.toString());
    if (protocols != null) {
      List<String> words = new ArrayList<>();
      for (var rest = new StringTokenizer(protocols, " "); rest.hasMoreTokens(); ) {
        words.add(rest.nextToken());
      }
      connection.put(Fact.APPLICATION_PROTOCOLS, words);
    }
  }

  private static SocketAddress address(String text) {
    int space = text.indexOf(' ');
    InetAddress host =
        space < 0 ? null : NetUtil.createInetAddressFromIpAddressString(text.substring(0, space));
    if (host == null) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    return new InetSocketAddress(host, Integer.parseInt(text.substring(space + 1)));
  }
}
