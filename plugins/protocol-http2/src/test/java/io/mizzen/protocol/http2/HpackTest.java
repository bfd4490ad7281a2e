package io.mizzen.protocol.http2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mizzen.protocol.http2.HpackDecoder.Indexing;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.HexFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HPACK against the examples of RFC 7541 and against Netty's. */
class HpackTest {
  private static final long SEED = 20261121;

  private final FakeHost host = FakeHost.of(new Http2Plugin());
  private final WorkerPool pool = WorkerPool.of(host).of(host.workers().get(0));

  private List<String> decode(HpackDecoder decoder, byte[] section) throws ProtocolException {
    List<String> fields = new ArrayList<>();
    decoder.decode(
        section,
        0,
        section.length,
        (known, names, nameFrom, nameTo, values, from, to, indexing) -> {
          String name = new String(names, nameFrom, nameTo - nameFrom, StandardCharsets.ISO_8859_1);
          assertEquals(FieldName.of(name), known);
          String mark = indexing == Indexing.NEVER ? " (never)" : "";
          fields.add(
              name
                  + ": "
                  + new String(values, from, to - from, StandardCharsets.ISO_8859_1)
                  + mark);
        });
    return fields;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "828684410f7777772e6578616d706c652e636f6d | 828684be58086e6f2d6361636865"
            + " | 828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
        "828684418cf1e3c2e5f23a6ba0ab90f4ff | 828684be5886a8eb10649cbf"
            + " | 828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"
      })
  void requestsOfTheRfcAreReadWithAndWithoutHuffman(String sections) throws ProtocolException {
    HpackDecoder decoder = new HpackDecoder(pool, 4096);
    List<List<String>> seen = new ArrayList<>();
    for (String section : sections.split(" \\| ")) {
      seen.add(decode(decoder, HexFrames.bytes(section)));
    }
    String host = ":authority: www.example.com";
    assertEquals(
        List.of(
            List.of(":method: GET", ":scheme: http", ":path: /", host),
            List.of(":method: GET", ":scheme: http", ":path: /", host, "cache-control: no-cache"),
            List.of(
                ":method: GET",
                ":scheme: https",
                ":path: /index.html",
                host,
                "custom-key: custom-value")),
        seen);
  }

  /** RFC 7541 appendix C.6: a table of 256 octets from which fields are evicted. */
  @Test
  void answersOfTheRfcEvictWhatTheTableCannotHold() throws ProtocolException {
    HpackDecoder decoder = new HpackDecoder(pool, 256);
    decode(
        decoder,
        HexFrames.bytes(
            "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad"
                + "171863c78f0b97c8e9ae82ae43d3"));
    assertEquals(
        List.of(
            ":status: 307",
            "cache-control: private",
            "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com"),
        decode(decoder, HexFrames.bytes("4883640effc1c0bf")));
    assertEquals(
        List.of(
            ":status: 200",
            "cache-control: private",
            "date: Mon, 21 Oct 2013 20:13:22 GMT",
            "location: https://www.example.com",
            "content-encoding: gzip",
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"),
        decode(
            decoder,
            HexFrames.bytes(
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2"
                    + "e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d"
                    + "5007")));
  }

  @Test
  void whatMustNeverBeIndexedIsMarked() throws ProtocolException {
    HpackDecoder decoder = new HpackDecoder(pool, 4096);
    assertEquals(
        List.of("password: secret (never)"),
        decode(decoder, HexFrames.bytes("10 08 \"password\" 06 \"secret\"")));
  }

  /** Random sections, so many that the table turns over many times. */
  @Test
  void readsWhatNettyWrites() throws Exception {
    for (int tableSize : new int[] {4096, 100, 0}) {
      Random random = new Random(SEED);
      DefaultHttp2HeadersEncoder netty =
          new DefaultHttp2HeadersEncoder(
              random.nextBoolean()
                  ? Http2HeadersEncoder.NEVER_SENSITIVE
                  : Http2HeadersEncoder.ALWAYS_SENSITIVE,
              false);
      netty.configuration().maxHeaderTableSize(tableSize);
      HpackDecoder decoder = new HpackDecoder(pool, 4096);
      for (int round = 0; round < 500; round++) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        List<String> expected = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
          String name = "name-" + random.nextInt(40) + "x".repeat(random.nextInt(60));
          String value = text(random, random.nextInt(200));
          headers.add(name, value);
          expected.add(name + ": " + value);
        }
        ByteBuf out = Unpooled.buffer();
        netty.encodeHeaders(1, headers, out);
        List<String> seen = decode(decoder, Arrays.copyOf(out.array(), out.writerIndex()));
        seen.replaceAll(field -> field.replace(" (never)", ""));
        assertEquals(expected, seen);
      }
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(
          (char) (random.nextInt(20) == 0 ? 0x80 + random.nextInt(128) : 32 + random.nextInt(95)));
    }
    return text.toString();
  }

  @Test
  void nettyReadsWhatWeWrite() throws Http2Exception {
    Random random = new Random(SEED);
    DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    HpackEncoder encoder = pool.encoder;
    for (int round = 0; round < 500; round++) {
      encoder.begin();
      List<String> expected = new ArrayList<>();
      int code = 200 + random.nextInt(400);
      encoder.status(code);
      expected.add(":status: " + code);
      for (int i = random.nextInt(12); i >= 0; i--) {
        int index = 15 + random.nextInt(47);
        byte[] known = StaticTable.name(index);
        String name =
            random.nextBoolean()
                ? new String(known, StandardCharsets.US_ASCII)
                : "x" + "y".repeat(random.nextInt(300));
        String value = text(random, random.nextInt(400)).strip();
        byte[] names = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] values = value.getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextBoolean()) {
          encoder.field(name.toUpperCase(java.util.Locale.ROOT), value);
        } else {
          encoder.field(names, 0, names.length, values, 0, values.length, Indexing.ALLOWED);
        }
        expected.add(name + ": " + value);
      }
      List<String> seen = new ArrayList<>();
      Http2Headers headers =
          netty.decodeHeaders(1, Unpooled.wrappedBuffer(encoder.bytes(), 0, encoder.length()));
      for (Map.Entry<CharSequence, CharSequence> field : headers) {
        seen.add(field.getKey() + ": " + field.getValue());
      }
      assertEquals(expected, seen);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // index 0
        "be", // index 62 of an empty table
        "40 01", // a name that is not there
        "00 81 ff", // Huffman padding of eight ones
        "00 84 ff ff ff ff", // EOS
        "00 81 00", // padding of zeros
        "3f e2 1f", // a table of 4097
        "82 20", // a new size behind a field
        "ff ff ff ff ff 7f", // an integer beyond any length
        "7f", // an integer that is cut off
        "00 01 61 7f ff ff ff ff 0f" // a value longer than its section
      })
  void brokenSectionsAreRefused(String section) {
    HpackDecoder decoder = new HpackDecoder(pool, 4096);
    assertThrows(ProtocolException.class, () -> decode(decoder, HexFrames.bytes(section)));
  }

  @Test
  void everyOctetSurvivesHuffman() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      all.append((char) i);
    }
    byte[] octets = all.toString().getBytes(StandardCharsets.ISO_8859_1);
    DefaultHttp2HeadersEncoder netty = new DefaultHttp2HeadersEncoder();
    Http2Headers headers = new DefaultHttp2Headers(false);
    headers.add("n", new io.netty.util.AsciiString(octets));
    ByteBuf out = Unpooled.buffer();
    netty.encodeHeaders(1, headers, out);
    byte[][] seen = new byte[1][];
    new HpackDecoder(pool, 4096)
        .decode(
            out.array(),
            0,
            out.writerIndex(),
            (known, names, nameFrom, nameTo, values, from, to, indexing) ->
                seen[0] = Arrays.copyOfRange(values, from, to));
    assertArrayEquals(octets, seen[0]);
  }
}
