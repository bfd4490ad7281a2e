package io.mizzen.filter.transcoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallBodyTest {
  private static CallBody read(String json, List<String> known) throws JsonException {
    return CallBody.read(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), known);
  }

  @Test
  void argumentsComeAloneOrWithTheirTypes() throws JsonException {
    assertEquals(new CallBody(List.of(), List.of()), read("", null));
    assertEquals(new CallBody(List.of(), List.of()), read("{}", null));
    assertEquals(new CallBody(null, List.of("a", 1)), read("[\"a\", 1]", null));
    assertNull(read("{\"args\": [1]}", null).types());
    assertEquals(
        new CallBody(List.of("java.lang.String", "int", "a.B"), List.of("a", 1, 2)),
        read("{\"args\": [\"a\", 1, 2], \"types\": [\"string\", \"int\", \"a.B\"]}", null));
    assertEquals(new CallBody(List.of("int"), List.of(1)), read("[1]", List.of("int")));
  }

  @Test
  void bytesAreBase64() throws JsonException {
    Object bytes = read("[\"AQI=\"]", List.of("byte[]")).arguments().get(0);
    assertArrayEquals(new byte[] {1, 2}, (byte[]) bytes);
    assertThrows(JsonException.class, () -> read("[\"%\"]", List.of("byte[]")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "{\"args\": 1}",
        "{\"arguments\": []}",
        "{\"types\": [\"int\"]}",
        "{\"types\": [\"int\"], \"args\": []}",
        "{\"types\": [1], \"args\": [1]}",
        "{\"types\": \"int\", \"args\": [1]}"
      })
  void whatIsNoCallIsRefused(String json) {
    assertThrows(JsonException.class, () -> read(json, null));
  }

  @Test
  void configuredTypesAreNotOverruled() {
    assertThrows(
        JsonException.class, () -> read("{\"types\": [\"a\"], \"args\": [1]}", List.of("int")));
    assertThrows(JsonException.class, () -> read("[1, 2]", List.of("int")));
  }

  @ParameterizedTest
  @CsvSource({
    "/a.B/c, /, , a.B c",
    "/a.B/c?x=/y, /, , a.B c",
    "/rpc/a.B$C/c_1, /rpc, , a.B$C c_1",
    "/rpc/c, /rpc/, a.B, a.B c",
    "/a.B, /, ,",
    "/a.B/, /, ,",
    "/a.B/c/d, /, ,",
    "/a%2eB/c, /, ,",
    "/rpcs/a.B/c, /rpc, ,",
    "/rpc/a.B/c, /rpc, a.B,",
    "//c, /, ,"
  })
  void pathsNameServiceAndMethod(String path, String prefix, String service, String expected) {
    Target target = Target.of(path, prefix, service);
    assertEquals(expected, target == null ? null : target.service() + " " + target.method());
  }
}
