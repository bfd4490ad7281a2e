package io.mizzen.transport.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.network.Fact;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.Inspector.Verdict;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolInspectorTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String V2_TCP4 = SIGNATURE + "2111000c" + "c0000209c633640a" + "dc0401bb";
  private static final String V1_TCP4 = "PROXY TCP4 192.0.2.9 198.51.100.10 56324 443\r\n";
  private static final byte[] AFTER = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

  private FakeConnection connection = new FakeConnection();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static Inspector inspector(boolean required, String... trusted) {
    return new ProxyProtocolInspector(
        new ProxyProtocolInspectorConfig(List.of(trusted), required, Duration.ofSeconds(3)));
  }

  /** Trusts the peer of {@link FakeConnection}. */
  private static Inspector inspector(boolean required) {
    return inspector(required, "192.0.2.0/24");
  }

  /** Gives the bytes one by one, then some of the protocol behind the header. */
  private Verdict feed(Inspector inspector, byte[] header) {
    connection = new FakeConnection();
    ByteBuf in = Unpooled.buffer();
    for (byte b : header) {
      in.writeByte(b);
      Verdict verdict = inspector.inspect(in, connection);
      if (verdict != Verdict.NEED_MORE) {
        return verdict;
      }
      assertEquals(0, in.readerIndex(), "took bytes before it was done");
    }
    return Verdict.NEED_MORE;
  }

  private Verdict whole(Inspector inspector, byte[] header) {
    connection = new FakeConnection();
    ByteBuf in = Unpooled.wrappedBuffer(header, AFTER);
    Verdict verdict = inspector.inspect(in, connection);
    if (verdict == Verdict.DONE) {
      assertEquals("GET / HTTP/1.1\r\n", in.toString(StandardCharsets.US_ASCII));
    }
    return verdict;
  }

  private void assertTaken(byte[] header, InetSocketAddress remote, InetSocketAddress local) {
    for (boolean required : new boolean[] {true, false}) {
      assertEquals(Verdict.DONE, whole(inspector(required), header));
      assertEquals(remote, connection.get(Fact.REMOTE));
      assertEquals(local, connection.get(Fact.LOCAL));
      assertEquals(Verdict.DONE, feed(inspector(required), header));
      assertEquals(remote, connection.get(Fact.REMOTE));
    }
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @Test
  void textHeadersNameCallerAndCalled() {
    assertTaken(ascii(V1_TCP4), address("192.0.2.9", 56324), address("198.51.100.10", 443));
    assertTaken(
        ascii("PROXY TCP6 2001:db8::9 ::1 0 65535\r\n"),
        address("2001:db8::9", 0),
        address("::1", 65535));
    String longest = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    assertTaken(
        ascii("PROXY TCP6 " + longest + " " + longest + " 65535 65535\r\n"),
        address(longest, 65535),
        address(longest, 65535));
  }

  @Test
  void binaryHeadersNameCallerAndCalled() {
    assertTaken(hex(V2_TCP4), address("192.0.2.9", 56324), address("198.51.100.10", 443));
    assertTaken(
        hex(
            SIGNATURE
                + "21210024"
                + "20010db8000000000000000000000009"
                + "00000000000000000000000000000001"
                + "dc0401bb"),
        address("2001:db8::9", 56324),
        address("::1", 443));
  }

  @Test
  void tlvsAreSkipped() {
    assertTaken(
        hex(SIGNATURE + "21110016" + "c0000209c633640adc0401bb" + "0400030000 00" + "ea0001 ff"),
        address("192.0.2.9", 56324),
        address("198.51.100.10", 443));
  }

  @Test
  void aRightChecksumIsTakenAndAWrongOneRefused() {
    byte[] header = hex(SIGNATURE + "21110013" + "c0000209c633640adc0401bb" + "030004 00000000");
    CRC32C crc = new CRC32C();
    crc.update(header, 0, header.length);
    for (int i = 0; i < 4; i++) {
      header[header.length - 4 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
    }
    assertTaken(header, address("192.0.2.9", 56324), address("198.51.100.10", 443));
    header[20] ^= 1;
    assertEquals(Verdict.REJECT, whole(inspector(true), header));
  }

  @Test
  void headersThatNameNobodyLeaveThePeer() {
    assertTaken(ascii("PROXY UNKNOWN\r\n"), null, null);
    assertTaken(ascii("PROXY UNKNOWN what ever 1\r\n"), null, null);
    // LOCAL: a health check of the proxy itself; also with a rest that must be skipped.
    assertTaken(hex(SIGNATURE + "20000000"), null, null);
    assertTaken(hex(SIGNATURE + "20110003 010203"), null, null);
    // PROXY, unspecified.
    assertTaken(hex(SIGNATURE + "21000002 0102"), null, null);
    // UDP and unix sockets.
    assertTaken(hex(SIGNATURE + "2112000c c0000209c633640adc0401bb"), null, null);
    assertTaken(hex(SIGNATURE + "213100d8" + "00".repeat(216)), null, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.9 198.51.100.10 56324 443\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 56324 443\rX\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 56324\r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 56324 443 1\r\n",
        "PROXY TCP4  192.0.2.9 198.51.100.10 56324 443\r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 056324 443\r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 65536 443\r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 -1 443\r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 +1 443\r\n",
        "PROXY TCP4 192.0.2 198.51.100.10 1 443\r\n",
        "PROXY TCP4 192.0.2.256 198.51.100.10 1 443\r\n",
        "PROXY TCP4 ::1 ::1 1 443\r\n",
        "PROXY TCP6 192.0.2.9 198.51.100.10 1 443\r\n",
        "PROXY TCP6 [::1] ::1 1 443\r\n",
        "PROXY TCP6 fe80::1%1 ::1 1 443\r\n",
        "PROXY TCP5 192.0.2.9 198.51.100.10 1 443\r\n",
        "PROXY tcp4 192.0.2.9 198.51.100.10 1 443\r\n",
        "PROXY UNKNOWNX\r\n",
        "PROXY \r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 1 4\u00003\r\n",
        "PROXY TCP4 192.0.2.9 198.51.100.10 1 4\u00e93\r\n"
      })
  void brokenTextHeadersAreRefusedEvenIfOptional(String header) {
    assertEquals(Verdict.REJECT, whole(inspector(false), ascii(header)));
    assertEquals(Verdict.REJECT, feed(inspector(false), ascii(header)));
    assertNull(connection.get(Fact.REMOTE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SIGNATURE + "1111000c c0000209c633640adc0401bb", // version 1
        SIGNATURE + "3111000c c0000209c633640adc0401bb", // version 3
        SIGNATURE + "2211000c c0000209c633640adc0401bb", // command 2
        SIGNATURE + "2113000c c0000209c633640adc0401bb", // transport 3
        SIGNATURE + "2141000c c0000209c633640adc0401bb", // family 4
        SIGNATURE + "2110000c c0000209c633640adc0401bb", // IPv4 without a transport
        SIGNATURE + "2111000b c0000209c633640adc0401bb", // too short for its family
        SIGNATURE + "21110000", // no addresses
        SIGNATURE + "2111ffff", // more than anyone needs
        SIGNATURE + "20000ff1", // one byte too many, even to skip
        SIGNATURE + "2111000d c0000209c633640adc0401bb 04", // half a TLV
        SIGNATURE + "2111000f c0000209c633640adc0401bb 040001", // a TLV beyond the end
        SIGNATURE + "21110012 c0000209c633640adc0401bb 030003 000000" // a checksum of three bytes
      })
  void brokenBinaryHeadersAreRefusedEvenIfOptional(String header) {
    assertEquals(Verdict.REJECT, whole(inspector(false), hex(header)));
    assertEquals(Verdict.REJECT, feed(inspector(false), hex(header)));
    assertNull(connection.get(Fact.REMOTE));
  }

  @Test
  void aTextHeaderEndsWithin107Bytes() {
    byte[] endless = ascii("PROXY UNKNOWN " + "x".repeat(200));
    assertEquals(Verdict.REJECT, feed(inspector(false), endless));
    byte[] longest = ascii("PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n");
    assertEquals(107, longest.length);
    assertEquals(Verdict.DONE, feed(inspector(false), longest));
    byte[] longer = ascii("PROXY UNKNOWN " + "x".repeat(108 - 16) + "\r\n");
    assertEquals(Verdict.REJECT, whole(inspector(false), longer));
  }

  @Test
  void withoutAHeaderTheConfigurationDecidesAtTheFirstOddByte() {
    for (String first : new String[] {"G", "PROPFIND", "PROXX", "\r\n\r\nX", "\u0000"}) {
      assertEquals(Verdict.REJECT, feed(inspector(true), ascii(first)), first);
      assertEquals(Verdict.DONE, feed(inspector(false), ascii(first)), first);
    }
    assertEquals(Verdict.NEED_MORE, feed(inspector(false), ascii("PRO")));
    assertEquals(Verdict.REJECT, inspector(false).onSilence(connection));
  }

  @Test
  void anUntrustedPeerCannotSayWhoCalls() {
    Inspector optional = inspector(false, "10.0.0.0/8", "192.0.2.0/32", "::/0");
    connection = new FakeConnection();
    ByteBuf in = Unpooled.wrappedBuffer(ascii(V1_TCP4));
    assertEquals(Verdict.DONE, optional.inspect(in, connection));
    assertEquals(0, in.readerIndex());
    assertNull(connection.get(Fact.REMOTE));
    assertEquals(Verdict.REJECT, inspector(true, "10.0.0.0/8").inspect(in, connection));
  }

  @Test
  void trustCountsBits() {
    assertTrue(trusts("192.0.2.1", "192.0.2.1"));
    assertTrue(trusts("192.0.0.0/15", "192.1.255.255"));
    assertTrue(!trusts("192.0.0.0/15", "192.2.0.0"));
    assertTrue(trusts("0.0.0.0/0", "1.2.3.4"));
    assertTrue(!trusts("0.0.0.0/0", "::1"));
    assertTrue(trusts("fd00::/7", "fc00::1"));
    assertTrue(!trusts("fd00::/8", "fc00::1"));
    SocketAddress unix = new DomainSocketAddress("/run/x.sock");
    assertTrue(new Trust(List.of("unix")).holds(unix));
    assertTrue(!new Trust(List.of("0.0.0.0/0", "::/0")).holds(unix));
  }

  private static boolean trusts(String network, String peer) {
    return new Trust(List.of(network)).holds(new InetSocketAddress(peer, 1));
  }

  @Test
  void damagedHeadersNeverThrowNorReadTooFar() {
    Random random = new Random(9);
    byte[][] seeds = {
      ascii(V1_TCP4),
      hex(V2_TCP4),
      hex(SIGNATURE + "21110016" + "c0000209c633640adc0401bb" + "04000300000003000401020304")
    };
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = seeds[i % seeds.length].clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, random.nextInt(bytes.length + 1));
      inspector(random.nextBoolean()).inspect(in, new FakeConnection(new FakeWorker()));
      assertTrue(in.readerIndex() <= in.writerIndex());
    }
  }
}
