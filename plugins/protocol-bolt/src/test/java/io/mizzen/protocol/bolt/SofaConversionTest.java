package io.mizzen.protocol.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.HexFrames;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.MadeRequests;
import io.mizzen.xprotocol.convert.Call;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Result.Reason;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SofaConversionTest {
  /** Contents of answers of a real provider: a result, and a service it does not have. */
  static final byte[] GOOD =
      HexFrames.bytes(
          "4f be \"com.alipay.sofa.rpc.core.response.SofaResponse\" 94 07 \"isError\" 08 \"errorMsg\""
              + " 0b \"appResponse\" 0d \"responseProps\" 6f 90 46 4e 06 \"hi bob\" 4e");

  static final byte[] NO_SERVICE =
      HexFrames.bytes(
          "4f be \"com.alipay.sofa.rpc.core.response.SofaResponse\" 94 07 \"isError\" 08 \"errorMsg\""
              + " 0b \"appResponse\" 0d \"responseProps\" 6f 90 54 53 00 3d"
              + " \"RPC-020100010: RPC cannot find service: [cap.Hello:1.0:nope] \" 4e 4d"
              + " 18 \"sofa_head_response_error\" 04 \"true\" 7a");

  private static Object read(String hex) throws ConversionException {
    return new SofaReader(Unpooled.wrappedBuffer(HexFrames.bytes(hex))).value();
  }

  private static Call call(List<String> types, Object... arguments) {
    return new Call(
        "cap.Hello", "say", "", "u1", types, Arrays.asList(arguments), Map.of("env", "gray"));
  }

  @Test
  void aCallIsARequestThatRoutersUnderstand() throws ConversionException {
    ByteBuf frame = Unpooled.buffer();
    SofaConversion conversion = new SofaConversion();
    conversion.write(call(List.of("java.lang.String", "int[]"), "bob", List.of(1)), frame);
    try (FakeHost host = new FakeHost()) {
      FrameRequest head = new MadeRequests(conversion.format(), host).head(frame);
      assertEquals("cap.Hello:1.0:u1", head.service().toString());
      assertEquals("say", head.operation().toString());
      assertEquals("sync", head.verb().toString());
      assertEquals("gray", String.valueOf(head.get("rpc_req_baggage.env")));
      assertEquals(frame.readableBytes(), head.bodyLength());
      head.release();
    }
    Struct request = assertInstanceOf(Struct.class, new SofaReader(frame).value());
    assertEquals("say", request.fields().get("methodName"));
    assertEquals(List.of("java.lang.String", "[I"), request.fields().get("methodArgSigs"));
    assertEquals("bob", new SofaReader(frame).value());
    assertEquals(List.of(1), new SofaReader(frame).value());
    assertFalse(frame.isReadable());
    frame.release();
  }

  @Test
  void aCallWithoutTypesIsRefused() {
    ConversionException refused =
        assertThrows(
            ConversionException.class,
            () -> new SofaConversion().write(call(null, "bob"), Unpooled.buffer()));
    assertTrue(String.valueOf(refused.getMessage()).contains("\"types\""));
  }

  @Test
  void attachmentsBeyondAHeaderMapAreRefused() {
    Call call = new Call("a", "b", "", "", List.of(), List.of(), Map.of("env", "x".repeat(40_000)));
    assertThrows(
        ConversionException.class, () -> new SofaConversion().write(call, Unpooled.buffer()));
  }

  @ParameterizedTest
  @CsvSource({
    "int, int",
    "int[], [I",
    "boolean[][], [[Z",
    "a.B[], [La.B;",
    "a.B$C, a.B$C",
    "[I, [I"
  })
  void typesAreNamedAsProvidersDo(String name, String expected) {
    assertEquals(expected, JavaTypes.binary(name));
  }

  @ParameterizedTest
  @CsvSource({
    "e0, 0",
    "ef, 15",
    "d8, -8",
    "f800, 0",
    "f000, -2048",
    "3c0000, 0",
    "7700000001, 1",
    "67, 0.0",
    "68, 1.0",
    "69ff, -1.0",
    "6a0100, 256.0",
    "6b3fc00000, 1.5",
    "73000161 5300016 2, ab",
    "06eda0bdedb88020202020, '\ud83d\ude00    '",
    "56 9192 7a, '[1, 2]'",
    "56 6e02 9192 7a, '[1, 2]'",
    "56 6c00000001 91 7a, '[1]'",
    "56 74 0004 5b696e74 6e01 91 7a, '[1]'",
    "4d 0161 91 7a, '{a=1}'",
    "640000000000000000, 1970-01-01T00:00:00Z"
  })
  void formsOfTheGrammarAreRead(String hex, String expected) throws ConversionException {
    assertEquals(expected, String.valueOf(read(hex.replace(" ", ""))));
  }

  @Test
  void namedTypesAndBegunValuesAreMentioned() throws ConversionException {
    assertEquals(
        List.of(List.of(1), List.of(2), List.of(3)),
        read("56 56 74 0004 5b696e74 6e01 91 7a 76 90 91 92 56 75 90 6e01 93 7a 7a"));
    List<?> list = assertInstanceOf(List.class, read("56 4d7a 4a00 4b0001 5200000001 7a"));
    assertSame(list, list.get(1));
    assertSame(list.get(0), list.get(2));
    assertSame(list.get(0), list.get(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "40",
        "7a",
        "49",
        "4c00",
        "0261",
        "6f90",
        "4f",
        "4f ff",
        "4f 49 ffffffff",
        "4f 91 61 49 7fffffff",
        "4f 91 61 91 01 62 6f 90",
        "4f 91 61 91 01 62 6f 91 4e",
        "4a00",
        "5200000000",
        "52ffffffff",
        "56 6c 7fffffff",
        "56 6c ffffffff 7a",
        "56 6e02 91 7a",
        "56 75 90",
        "76 90 91 91",
        "4d 01 61",
        "4d 01 61 7a",
        "01 ff",
        "01 c3",
        "02 c361",
        "62 0001 61",
        "62 0001 61 90",
        "73 0001 61 90",
        "4d 74 0014 6a6176612e6d6174682e426967446563696d616c 05 76616c7565 01 78 7a",
        "4d 74 0014 6a6176612e6d6174682e426967496e7465676572 03 6d6167 56 4e 7a 7a"
      })
  void whatIsBrokenOrLiesAboutItsSizeIsRefused(String hex) {
    assertThrows(ConversionException.class, () -> read(hex.replace(" ", "")));
  }

  @Test
  void nestingIsBoundedBothWays() {
    assertThrows(ConversionException.class, () -> read("56".repeat(100_000)));
    assertThrows(ConversionException.class, () -> read("4f 91 61 90".repeat(10_000) + "91"));
    Object deep = "x";
    for (int i = 0; i < 100; i++) {
      deep = List.of(deep);
    }
    Object value = deep;
    assertThrows(
        ConversionException.class, () -> new SofaWriter(Unpooled.buffer()).value(value, 0));
  }

  static Stream<Arguments> answers() {
    return Stream.of(GOOD, NO_SERVICE).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerThatBreaksOffAnywhereIsRefused(byte[] answer) throws ConversionException {
    assertInstanceOf(Struct.class, new SofaReader(Unpooled.wrappedBuffer(answer)).value());
    for (int length = 0; length < answer.length; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(answer, 0, length);
      assertThrows(ConversionException.class, () -> new SofaReader(cut).value());
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anyOtherByteAnywhereIsReadOrRefused(byte[] answer) {
    for (int at = 0; at < answer.length; at++) {
      for (int other = 0; other < 256; other += 3) {
        byte[] bad = answer.clone();
        bad[at] = (byte) other;
        anyBytesAreReadOrRefused(bad);
      }
    }
  }

  @Test
  void whatProvidersSayIsToldInALineAndAWord() {
    assertEquals(Reason.NOT_FOUND, SofaErrors.reason("RPC-020100011: no method"));
    assertEquals(Reason.TIMEOUT, SofaErrors.reason("RPC-020100014: late"));
    assertEquals(Reason.OVERLOADED, SofaErrors.reason("RPC-019990009: not started"));
    assertEquals(Reason.OTHER, SofaErrors.reason("else"));
    for (BoltStatus status : BoltStatus.values()) {
      assertFalse(SofaErrors.word(status, status.code()).isEmpty());
    }
    assertEquals(Reason.OVERLOADED, SofaErrors.reason(BoltStatus.SERVER_THREADPOOL_BUSY, ""));
    assertEquals(Reason.OTHER, SofaErrors.reason(null, ""));
    assertEquals("a", SofaErrors.message("a\r\n\tat x"));
    assertEquals(
        "no class x",
        SofaErrors.message(
            "[Server]OriginErrorMsg: a.BException: no class x, traceId=null, rpcId=null. More"));
  }

  private static void anyBytesAreReadOrRefused(byte[] bytes) {
    try {
      assertTrue(new SofaReader(Unpooled.wrappedBuffer(bytes)).value() != bytes);
    } catch (ConversionException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isEmpty());
    }
  }
}
