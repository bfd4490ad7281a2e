package io.mizzen.protocol.dubbo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.FakeHost;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.MadeRequests;
import io.mizzen.xprotocol.convert.Call;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Result;
import io.mizzen.xprotocol.convert.Result.Reason;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DubboConversionTest {
  private static Object read(String hex) throws ConversionException {
    return new Hessian2Reader(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex))).value();
  }

  private static Object again(Object value) throws ConversionException {
    ByteBuf bytes = Unpooled.buffer();
    new Hessian2Writer(bytes).value(value, 0);
    Object read = new Hessian2Reader(bytes).value();
    assertEquals(0, bytes.readableBytes());
    return read;
  }

  @Test
  void valuesComeBackAsTheyWere() throws ConversionException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("k", null);
    map.put("deep", List.of(Map.of("a", List.of(1, 2, 3, 4, 5, 6, 7, 8, 9))));
    List<Object> values =
        Arrays.asList(
            null,
            true,
            false,
            0,
            -16,
            47,
            48,
            -2048,
            2047,
            2048,
            -262144,
            262143,
            262144,
            Integer.MIN_VALUE,
            1L << 40,
            0.0,
            1.5,
            "",
            "\u00e9\u4e2d\ud83d\ude00",
            "x".repeat(31),
            "x".repeat(32),
            "x".repeat(1023),
            "x".repeat(1024),
            "\ud83d\ude00".repeat(40_000),
            "x" + "\ud83d\ude00".repeat(40_000),
            List.of(),
            map);
    assertEquals(values, again(values));
    for (int length : new int[] {0, 15, 16, 4093, 4094, 70_000}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 7);
      assertArrayEquals(bytes, (byte[]) again(bytes));
    }
  }

  /** From the grammar of Hessian 2.0, forms that the writer does not use. */
  @ParameterizedTest
  @CsvSource({
    "e0, 0",
    "ef, 15",
    "d8, -8",
    "f800, 0",
    "f000, -2048",
    "3c0000, 0",
    "5900000001, 1",
    "5b, 0.0",
    "5c, 1.0",
    "5dff, -1.0",
    "5e0100, 256.0",
    "5f000005dc, 1.5",
    "52000161016 2, ab",
    "04f09f98802020, '\ud83d\ude00  '",
    "7a9192, '[1, 2]'",
    "57915a, '[1]'",
    "5804 54 65 73 74, ",
    "4a000000000000000 0, 1970-01-01T00:00:00Z",
    "4b00000001, 1970-01-01T00:01:00Z",
    "72045b696e749192, '[1, 2]'",
    "55045b696e74915a, '[1]'",
    "56045b696e749191, '[1]'",
    "48016191 5a, '{a=1}'"
  })
  void otherFormsAreRead(String hex, String expected) throws ConversionException {
    if (expected != null) {
      assertEquals(expected, String.valueOf(read(hex.replace(" ", ""))));
    }
  }

  @Test
  void objectsBecomeStructsAndMayMentionThemselves() throws ConversionException {
    // class a.B {x, y}; an object of it whose y is itself
    Struct struct = assertInstanceOf(Struct.class, read("4303612e4292017801796091" + "5190"));
    assertEquals("a.B", struct.type());
    assertEquals(1, struct.fields().get("x"));
    assertTrue(struct.fields().get("y") == struct);
    assertEquals(
        new BigDecimal("1.10"),
        read("43146a6176612e6d6174682e426967446563696d616c91" + "0576616c7565" + "6004312e3130"));
  }

  @Test
  void anObjectThatHoldsItselfMayBeAKey() throws ConversionException {
    // a map with an object of class a.B {x} as its key, whose x is the object
    assertEquals(
        "{(0)=1}", String.valueOf(read("4843 03612e42 91 0178 60 5191 91 5a".replace(" ", ""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "40",
        "45",
        "47",
        "50",
        "5a",
        "49",
        "4c00",
        "02 61",
        "5190",
        "60",
        "4f90",
        "58 49 7fffffff",
        "58 49 ffffffff",
        "43 01 61 49 7fffffff",
        "48 01 61",
        "01 ff",
        "4d 90",
        "41 00 01 61",
        "52 00 01 61 90",
        "74 03 61 62 63 91",
        "43146a6176612e6d6174682e426967446563696d616c91 0576616c7565 60 0178"
      })
  void whatIsBrokenOrLiesAboutItsSizeIsRefused(String hex) {
    assertThrows(ConversionException.class, () -> read(hex.replace(" ", "")));
  }

  @Test
  void nestingIsBoundedBothWays() {
    assertThrows(ConversionException.class, () -> read("79".repeat(100_000) + "90"));
    Object deep = "x";
    for (int i = 0; i < 100; i++) {
      deep = List.of(deep);
    }
    Object value = deep;
    assertThrows(ConversionException.class, () -> again(value));
  }

  @Test
  void aCallIsARequestThatRoutersUnderstand() throws ConversionException {
    ByteBuf frame = Unpooled.buffer();
    DubboConversion conversion = new DubboConversion();
    conversion.write(
        new Call(
            "cap.Hello",
            "say",
            "1.2.3",
            "g1",
            List.of("java.lang.String"),
            List.of("gen"),
            Map.of("env", "gray")),
        frame);
    try (FakeHost host = new FakeHost()) {
      FrameRequest head = new MadeRequests(conversion.format(), host).head(frame);
      assertEquals("cap.Hello", head.service().toString());
      assertEquals("say", head.operation().toString());
      assertEquals("1.2.3", String.valueOf(head.get("version")));
      assertEquals("g1", String.valueOf(head.get("group")));
      assertEquals("true", String.valueOf(head.get("generic")));
      assertEquals("gray", String.valueOf(head.get("env")));
      assertEquals(frame.readableBytes(), head.bodyLength());
      head.release();
    }
    frame.release();
  }

  @ParameterizedTest
  @CsvSource({
    "70, a.RpcException: b.C$DException: no such thing: x, OTHER, no such thing: x",
    "70, a.RpcException: at b: c.DException: x, OTHER, at b: c.DException: x",
    "80, a.BException: Failed to parse date x, BAD_ARGUMENTS, Failed to parse date x",
    "70, args.length != types.length, BAD_ARGUMENTS, args.length != types.length",
    "70, Not found exported service: x, NOT_FOUND, Not found exported service: x",
    "31, late, TIMEOUT, late",
    "100, full, OVERLOADED, full"
  })
  void whatProvidersSayIsToldInALineAndAWord(int status, String text, Reason reason, String told) {
    assertEquals(
        new Result.Refused(reason, told), DubboConversion.refused(status, text + "\n at x"));
  }

  @Test
  void datesAreRead() throws ConversionException {
    assertEquals(Instant.ofEpochMilli(1000), read("4a00000000000003e8"));
  }
}
