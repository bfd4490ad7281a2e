package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** A number in a header. */
@Doc("A number in a header.")
public record NumberField(
    @Doc("Its first byte, counted from 0 at the first byte of the frame.") int at,
    @Doc("Its width in bytes: 1, 2, 4 or 8.") @Default("4") int bytes,
    @Doc("Added to a length field's value to get the bytes of the whole frame; unused elsewhere.")
        @Default("0")
        int adjust) {

  public NumberField {
    if (at < 0) {
      throw new IllegalArgumentException("at must not be negative, got " + at);
    }
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
      throw new IllegalArgumentException("bytes must be 1, 2, 4 or 8, got " + bytes);
    }
  }

  int end() {
    return at + bytes;
  }
}
