package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HexFramesTest {
  @Test
  void readsNamedFramesWithCommentsTextsAndRepeats() {
    var frames = HexFrames.load(HexFramesTest.class, "/frames/sample.hex");
    assertEquals(List.of("plain", "text"), List.copyOf(frames.keySet()));
    assertArrayEquals(new byte[] {1, 2, (byte) 0xff, 0, 0, 0}, frames.get("plain"));
    assertArrayEquals(new byte[] {'a', ' ', '#', '\r', '\n', '"', 7}, frames.get("text"));
  }

  @Test
  void saysWhereHexIsWrong() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> HexFrames.bytes("01\n0x"));
    assertTrue(thrown.getMessage().startsWith("text:2: "), thrown.getMessage());
  }
}
