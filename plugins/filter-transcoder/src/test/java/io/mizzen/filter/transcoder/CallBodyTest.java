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
    return CallBody.read(
        Unpooled.copiedBuffer(json, StandardCharsets.UTF_8),
        known,
        new Classes(List.of("a.", "b.C")),
        64);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int",
        "byte[]",
        "[[J",
        "[La.B;",
        "a.B$C[][]",
        "b.C",
        "java.lang.String",
        "[Ljava.lang.Object;",
        "map"
      })
  void plainAndAllowedClassesMayBeNamed(String type) throws JsonException {
    String json = "{\"types\": [\"" + type + "\"], \"args\": [null]}";
    assertEquals(List.of(CallBody.full(type)), read(json, null).types());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b.CD",
        "b.C$D",
        "ab.C",
        "[Lb.D;",
        "b.D[]",
        "[",
        "[L",
        "[]",
        "javax.naming.InitialContext"
      })
  void noOtherClassMayBeNamed(String type) {
    String types = "{\"types\": [\"" + type + "\"], \"args\": [null]}";
    assertThrows(JsonException.class, () -> read(types, null));
    String within = "[[{\"a\": {\"class\": \"" + type + "\"}}]]";
    assertThrows(JsonException.class, () -> read(within, null));
    assertThrows(JsonException.class, () -> read(within, List.of("a.B")));
  }

  @Test
  void typesOfTheConfigurationAreTheOperatorsAffair() throws JsonException {
    assertEquals(List.of("c.D"), read("[null]", List.of("c.D")).types());
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, true",
    "Application/JSON; charset=UTF-8, true",
    "application/json;charset=\"utf-8\", true",
    "application/vnd.api+json, true",
    "application/json; charset=latin1, false",
    "text/json, false",
    "application/jsonx, false",
    "application/x-www-form-urlencoded, false",
    ", false"
  })
  void onlyJsonIsJson(String field, boolean expected) {
    assertEquals(expected, MediaType.isJson(field));
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
