package io.mizzen.transport.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProxyProtocolPreambleTest {
  private static final SocketAddress V4 = new InetSocketAddress("192.0.2.9", 56324);
  private static final SocketAddress V6 = new InetSocketAddress("2001:db8::9", 443);

  private static ConnectionInfo between(SocketAddress remote, SocketAddress local) {
    return new FakeConnection(new FakeWorker(), remote, local);
  }

  private static String text(SocketAddress remote, SocketAddress local) {
    ByteBuf out = Unpooled.buffer();
    ProxyProtocolPreamble.writeText(between(remote, local), out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static ByteBuf binary(SocketAddress remote, SocketAddress local) {
    ByteBuf out = Unpooled.buffer();
    ProxyProtocolPreamble.writeBinary(between(remote, local), out);
    return out;
  }

  @Test
  void textNamesBothEnds() {
    assertEquals("PROXY TCP4 192.0.2.9 192.0.2.9 56324 56324\r\n", text(V4, V4));
    assertEquals("PROXY TCP6 2001:db8::9 2001:db8::9 443 443\r\n", text(V6, V6));
  }

  @Test
  void twoFamiliesBecomeOne() {
    assertEquals("PROXY TCP6 ::ffff:192.0.2.9 2001:db8::9 56324 443\r\n", text(V4, V6));
    assertEquals(
        "0d0a0d0a000d0a515549540a"
            + "21210024"
            + "00000000000000000000ffffc0000209"
            + "20010db8000000000000000000000009"
            + "dc0401bb",
        ByteBufUtil.hexDump(binary(V4, V6)));
  }

  @Test
  void unixSocketsAreUnknown() {
    SocketAddress unix = new DomainSocketAddress("/run/x.sock");
    assertEquals("PROXY UNKNOWN\r\n", text(unix, V4));
    assertEquals("0d0a0d0a000d0a515549540a21000000", ByteBufUtil.hexDump(binary(V4, unix)));
  }

  @Test
  void whatIsWrittenIsRead() {
    for (SocketAddress local : new SocketAddress[] {V4, V6}) {
      Header header = BinaryHeader.read(binary(V6, local));
      assertEquals(V6, header.remote());
      ByteBuf line = Unpooled.copiedBuffer(text(V6, local), StandardCharsets.US_ASCII);
      assertEquals(V6, TextHeader.read(line).remote());
    }
    assertEquals(V4, BinaryHeader.read(binary(V4, V4)).local());
  }
}
