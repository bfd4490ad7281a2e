package io.mizzen.inspector.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.inspector.tls.TlsInspectorConfig.WhenSilent;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.network.Inspector.Verdict;
import io.mizzen.testkit.FakeConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsInspectorTest {
  /** A greeting of JDK 17: server name mizzen.example, protocols h2 and http/1.1. */
  static final byte[] JDK =
      hex(
          """
          160303016501000161030397690af681089c56b3be66da6f3266721ec83b931bcd22cb85e7864130
          ebd7b420fa1d04a784a193431c56a126fb28f8ab2581b354ac995924dc2bee8bdbb55dde00041301
          c02f0100011400000013001100000e6d697a7a656e2e6578616d706c65000500050100000000000a
          000400020017000b000201000010000e000c02683208687474702f312e3100110009000702000400
          0000000017000000230000000d002c002a040305030603080708080804080508060809080a080b04
          01050106010402030303010302020302010202002b00050403040303002d000201010032002c002a
          040305030603080708080804080508060809080a080b040105010601040203030301030202030201
          020200330047004500170041042a74582102a9dc45d6d4d12c2cb610081122025900e37ccfab7df1
          a2789d7d00eeca2bc52465e4a39ed40d4ab013d58d64906bf712202a3a0ea40b78327e637bff0100
          0100
          """);

  /** Built from the layout: suites e013 e053, the same name and protocols. */
  static final byte[] TLCP =
      hex(
          """
          160101005a 010000560101 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00
          0004e013e053 0100 0029 00000013001100000e6d697a7a656e2e6578616d706c65
          0010000e000c02683208687474702f312e31
          """);

  private final FakeConnection connection = new FakeConnection();

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static TlsInspector inspector() {
    return new TlsInspector(WhenSilent.WAIT);
  }

  private Verdict inspect(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    Verdict verdict = inspector().inspect(in, connection);
    assertEquals(0, in.readerIndex(), "consumed");
    return verdict;
  }

  /** One byte after the other, with an offset, as after a PROXY header. */
  private Verdict drip(byte[] bytes) {
    TlsInspector inspector = inspector();
    ByteBuf in = Unpooled.buffer().writeZero(7).skipBytes(7);
    Verdict verdict = Verdict.NEED_MORE;
    for (int i = 0; i < bytes.length && verdict == Verdict.NEED_MORE; i++) {
      in.writeByte(bytes[i]);
      verdict = inspector.inspect(in, connection);
      assertEquals(7, in.readerIndex(), "consumed");
    }
    return verdict;
  }

  private void assertFacts(String transport, String serverName, List<String> protocols) {
    assertEquals(transport, connection.get(Fact.TRANSPORT));
    assertEquals(serverName, connection.get(Fact.SERVER_NAME));
    assertEquals(protocols, connection.get(Fact.APPLICATION_PROTOCOLS));
  }

  /** The handshake message of a record, cut into records of a size. */
  static byte[] fragmented(byte[] record, int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 5; at < record.length; at += size) {
      int length = Math.min(size, record.length - at);
      out.write(record, 0, 3);
      out.write(length >> 8);
      out.write(length);
      out.write(record, at, length);
    }
    return out.toByteArray();
  }

  /** A greeting with these extensions. */
  static byte[] hello(String extensions) {
    String body = "0303" + "00".repeat(32) + "00" + "0002" + "1301" + "0100";
    if (!extensions.isEmpty()) {
      body += u16(extensions.replace(" ", "").length() / 2) + extensions.replace(" ", "");
    }
    int length = body.length() / 2;
    return hex("160301" + u16(length + 4) + "01" + "00" + u16(length) + body);
  }

  private static String u16(int number) {
    return HexFormat.of().toHexDigits((short) number);
  }

  private static byte[] named(String name) {
    String bytes = HexFormat.of().formatHex(name.getBytes(StandardCharsets.ISO_8859_1));
    int length = bytes.length() / 2;
    return hello("0000" + u16(length + 5) + u16(length + 3) + "00" + u16(length) + bytes);
  }

  @Test
  void readsACapturedGreeting() {
    assertEquals(362, JDK.length);
    assertEquals(Verdict.DONE, inspect(JDK));
    assertFacts("tls", "mizzen.example", List.of("h2", "http/1.1"));
  }

  @Test
  void everyPrefixOfItWaits() {
    for (int length = 0; length < JDK.length; length++) {
      byte[] prefix = Arrays.copyOf(JDK, length);
      assertEquals(Verdict.NEED_MORE, inspect(prefix), "after " + length);
      assertFacts(null, null, null);
    }
    assertEquals(Verdict.DONE, drip(JDK));
    assertFacts("tls", "mizzen.example", List.of("h2", "http/1.1"));
  }

  @Test
  void aGreetingMayBeSpreadOverRecords() {
    for (int size : new int[] {1, 2, 3, 4, 5, 100, 356, 357}) {
      assertEquals(Verdict.DONE, inspect(fragmented(JDK, size)), "pieces of " + size);
      assertEquals("mizzen.example", connection.get(Fact.SERVER_NAME));
    }
    assertEquals(Verdict.DONE, drip(fragmented(JDK, 7)));
  }

  @Test
  void whatFollowsTheGreetingIsLeftToTheEngine() {
    byte[] withData = Arrays.copyOf(JDK, JDK.length + 100);
    withData[JDK.length] = 0x17;
    assertEquals(Verdict.DONE, inspect(withData));
  }

  @Test
  void recognisesTlcp() {
    assertEquals(95, TLCP.length);
    assertEquals(Verdict.DONE, drip(TLCP));
    assertFacts("tlcp", "mizzen.example", List.of("h2", "http/1.1"));
  }

  @Test
  void aGreetingWithoutExtensionsIsOne() {
    assertEquals(Verdict.DONE, drip(hello("")));
    assertFacts("tls", null, null);
  }

  @Test
  void plainTextIsKnownByItsFirstBytes() {
    for (String first :
        new String[] {
          "G", "PRI", "\u0001\u0001", "\u0002", "\u00da\u00bb", "\u0000", "\u0080\u002e"
        }) {
      FakeConnection plain = new FakeConnection();
      ByteBuf in = Unpooled.copiedBuffer(first, StandardCharsets.ISO_8859_1);
      assertEquals(Verdict.DONE, inspector().inspect(in, plain), first);
      assertEquals("plaintext", plain.get(Fact.TRANSPORT));
    }
    for (String odd : new String[] {"1602", "1600", "160305", "160102", "1501", "1604"}) {
      assertEquals(Verdict.DONE, inspect(hex(odd)), odd);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1503010002020a", // an alert opens no connection
        "140303000101",
        "1703030001",
        "1603010000", // empty record
        "1603014001", // larger than a record may be
        "160301000402", // not a greeting
        "160301000401010000", // a message of 64 KiB
        "16030100040100 4001",
        "160301000101 170301000100", // another record in between
        "160301000101 160101000100", // another protocol in between
        "160301000101 1603010000" // an empty record in between
      })
  void whatBeginsAsTlsAndIsNoneIsRefused(String bytes) {
    assertEquals(Verdict.REJECT, inspect(hex(bytes.replace(" ", ""))));
    assertEquals(Verdict.REJECT, drip(hex(bytes.replace(" ", ""))));
    assertFacts(null, null, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000 0000", // no list
        "0000 0002 0001", // list beyond the end
        "0000 0005 0003 00 0000", // empty name
        "0000 0002 0000", // no entry
        "0000 000a 0008 00 0001 61 00 0001 61", // two names
        "0000 0007 0004 00 0001 61 00", // bytes behind the list
        "0010 0002 0000", // no protocol
        "0010 0003 0001 00", // empty protocol
        "0010 0004 0002 05 61", // protocol beyond the end
        "0017 0000 0017 0000", // twice
        "0017 0001", // beyond the end
        "0017 00" // half a header
      })
  void brokenExtensionsAreRefused(String extensions) {
    assertEquals(Verdict.REJECT, inspect(hello(extensions)));
    assertFacts(null, null, null);
  }

  @Test
  void lengthsInTheBodyMustFit() {
    byte[] good = hello("00170000");
    for (int at :
        new int[] {5 + 4 + 34, 5 + 4 + 35, 5 + 4 + 36, 5 + 4 + 39, 5 + 4 + 41, 5 + 4 + 42}) {
      byte[] bad = good.clone();
      bad[at] ^= 0x41;
      assertEquals(Verdict.REJECT, inspect(bad), "at " + at);
    }
  }

  @Test
  void namesAreInLowerCaseAndAddressesAreNone() {
    assertEquals(Verdict.DONE, inspect(named("API.Example_1.com")));
    assertEquals("api.example_1.com", connection.get(Fact.SERVER_NAME));
    for (String address : new String[] {"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"}) {
      FakeConnection other = new FakeConnection();
      assertEquals(
          Verdict.DONE,
          inspector().inspect(Unpooled.wrappedBuffer(named(address)), other),
          address);
      assertNull(other.get(Fact.SERVER_NAME), address);
    }
    for (String bad : new String[] {"a b", "a\u0000b", "a.", "caf\u00e9", "a/b", "a".repeat(256)}) {
      assertEquals(Verdict.REJECT, inspect(named(bad)), bad);
    }
  }

  @Test
  void greaseIsNoProtocol() {
    assertEquals(Verdict.DONE, inspect(hello("0a0a0000 0010 0008 0006 021a1a 026832 ")));
    assertFacts("tls", null, List.of("h2"));
  }

  @Test
  void silenceIsPlainTextOnlyIfItSaysSoAndNoByteCame() {
    assertEquals(Verdict.REJECT, new TlsInspector(WhenSilent.REJECT).onSilence(connection));
    assertEquals(Verdict.REJECT, new TlsInspector(WhenSilent.WAIT).onSilence(connection));
    TlsInspector plain = new TlsInspector(WhenSilent.PLAINTEXT);
    assertEquals(Verdict.DONE, plain.onSilence(connection));
    assertEquals("plaintext", connection.get(Fact.TRANSPORT));
    TlsInspector begun = new TlsInspector(WhenSilent.PLAINTEXT);
    begun.inspect(Unpooled.wrappedBuffer(new byte[] {0x16}), connection);
    assertEquals(Verdict.REJECT, begun.onSilence(connection));
  }

  @Test
  void tinyRecordsWithoutEndAreRefused() {
    byte[] huge = new byte[5 + 4 + 16_000];
    System.arraycopy(hex("1603013e84" + "01003e80"), 0, huge, 0, 9);
    assertEquals(Verdict.REJECT, inspect(fragmented(huge, 1)));
  }

  @Test
  void damagedGreetingsNeverThrow() {
    Random random = new Random(4);
    byte[][] seeds = {JDK, TLCP, fragmented(JDK, 50)};
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = seeds[i % seeds.length].clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, random.nextInt(bytes.length + 1));
      inspector().inspect(in, new FakeConnection());
      assertTrue(in.readerIndex() == 0);
    }
  }
}
