package io.mizzen.lib.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.lib.http.ViaConfig.Line;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The line that says who handed a message on. */
class ViaTest {
  private final Via via = new Via(new ViaConfig("Edge-1", Line.ADD, Line.LEAVE_OUT), "2");

  private boolean named(String value) {
    byte[] octets = Octets.ascii(value);
    return via.names(octets, 0, octets.length);
  }

  @Test
  void saysVersionAndName() {
    assertEquals("2 Edge-1", new String(via.requests(), StandardCharsets.US_ASCII));
    assertEquals(0, via.responses().length);
  }

  @Test
  void knowsItsOwnNameWhateverTheCase() {
    assertTrue(named("2 Edge-1"));
    assertTrue(named("1.1 other, 1.1 edge-1 (Mizzen)"));
    assertFalse(named("1.1 edge-12, 1.1 edge"));
    assertFalse(named("edge-1"));
    assertFalse(named(""));
  }

  @Test
  void twoProcessesHaveTwoNames() {
    ViaConfig random = new ViaConfig("", Line.ADD, Line.ADD);
    assertNotEquals(
        new String(new Via(random, "2").requests(), StandardCharsets.US_ASCII),
        new String(new Via(random, "2").requests(), StandardCharsets.US_ASCII));
  }
}
