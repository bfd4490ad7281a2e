package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.network.ConnectionInfo;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes who calls and what was called. Without two IP addresses (a unix socket on either side) the
 * header says "unknown", so that the upstream still finds the header it waits for.
 */
final class ProxyProtocolPreamble {
  private static final int PROXY = 0x21;

  /** An IPv4 address among IPv6 ones, RFC 4291 section 2.5.5.2. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

  private ProxyProtocolPreamble() {}

  static void writeText(ConnectionInfo downstream, ByteBuf out) {
    InetSocketAddress remote = inet(downstream.remote());
    InetSocketAddress local = inet(downstream.local());
    String line = "PROXY UNKNOWN\r\n";
    if (remote != null && local != null) {
      boolean v4 = isV4(remote) && isV4(local);
      line =
          (v4 ? "PROXY TCP4 " : "PROXY TCP6 ")
              + text(remote.getAddress(), v4)
              + " "
              + text(local.getAddress(), v4)
              + " "
              + remote.getPort()
              + " "
              + local.getPort()
              + "\r\n";
    }
    out.writeCharSequence(line, StandardCharsets.US_ASCII);
  }

  static void writeBinary(ConnectionInfo downstream, ByteBuf out) {
    InetSocketAddress remote = inet(downstream.remote());
    InetSocketAddress local = inet(downstream.local());
    out.writeBytes(BinaryHeader.SIGNATURE).writeByte(PROXY);
    if (remote == null || local == null) {
      // Family and protocol unspecified, no addresses.
      out.writeByte(0).writeShort(0);
      return;
    }
    boolean v4 = isV4(remote) && isV4(local);
    out.writeByte(v4 ? BinaryHeader.TCP4 : BinaryHeader.TCP6).writeShort(v4 ? 12 : 36);
    writeAddress(remote.getAddress(), v4, out);
    writeAddress(local.getAddress(), v4, out);
    out.writeShort(remote.getPort()).writeShort(local.getPort());
  }

  private static @Nullable InetSocketAddress inet(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null ? inet : null;
  }

  private static boolean isV4(InetSocketAddress address) {
    return address.getAddress().getAddress().length == 4;
  }

  private static String text(InetAddress address, boolean v4) {
    String text = NetUtil.toAddressString(address);
    // A header has one family: an IPv4 address beside an IPv6 one is written as a mapped one.
    return !v4 && address.getAddress().length == 4 ? "::ffff:" + text : withoutScope(text);
  }

  /** The scope of a link-local address means something on this machine only. */
  private static String withoutScope(String text) {
    int percent = text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }

  private static void writeAddress(InetAddress address, boolean v4, ByteBuf out) {
    byte[] bytes = address.getAddress();
    if (!v4 && bytes.length == 4) {
      out.writeBytes(MAPPED);
    }
    out.writeBytes(bytes);
  }
}
