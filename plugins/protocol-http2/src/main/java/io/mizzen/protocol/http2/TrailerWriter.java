package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.Fields;

/** Writes trailers: what says something about the connection, the routing or the length is none. */
final class TrailerWriter {
  private static final int NEVER =
      FieldName.HOST.bit
          | FieldName.CONTENT_LENGTH.bit
          | FieldName.TE.bit
          | FieldName.TRAILER.bit
          | FieldName.CONNECTION_SPECIFIC;

  private TrailerWriter() {}

  static void write(Fields fields, HpackEncoder encoder) {
    if (fields instanceof FieldBlock own) {
      own.encode(NEVER, encoder);
    } else {
      fields.forEach(
          (name, value) -> {
            if ((FieldName.of(name).bit & NEVER) == 0 && FieldRules.isSpeakable(name, value)) {
              encoder.field(name, value);
            }
          });
    }
  }
}
