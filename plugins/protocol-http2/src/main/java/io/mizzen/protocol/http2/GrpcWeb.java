package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One call of gRPC-Web on its way to a server that speaks gRPC: what browsers cannot send or read
 * is said in the body. Unary calls and streams of answers; one per stream, only for such calls.
 *
 * <pre>
 *   binary  gRPC's messages as they are, and at the end of an answer   0x80 length:4 name: value CRLF ...
 *   text    the same in base64, padded at any place where a piece ends
 * </pre>
 */
final class GrpcWeb {
  private static final byte[] TYPE = Octets.ascii("application/grpc-web");
  private static final byte[] TEXT = Octets.ascii("-text");
  private static final int TRAILERS = 0x80;
  private static final int PREFIX = 5;
  private static final int QUANTUM = 4;

  private final Coding coding;
  private final String suffix;
  private final byte[] quantum = new byte[QUANTUM];
  private int inQuantum;
  private boolean broken;

  private enum Coding {
    BINARY,
    TEXT
  }

  private GrpcWeb(Coding coding, String suffix) {
    this.coding = coding;
    this.suffix = suffix;
  }

  /** A bridge for a content type, or null if it is not gRPC-Web. */
  static @Nullable GrpcWeb of(@Nullable CharSequence type) {
    if (type == null || type.length() < TYPE.length) {
      return null;
    }
    byte[] octets = Octets.ascii(type.toString());
    if (!Octets.equalsIgnoreCase(octets, 0, TYPE.length, TYPE)) {
      return null;
    }
    int end = TYPE.length;
    Coding coding = Coding.BINARY;
    int afterText = end + TEXT.length;
    if (octets.length >= afterText && Octets.equalsIgnoreCase(octets, end, afterText, TEXT)) {
      coding = Coding.TEXT;
      end = afterText;
    }
    if (end < octets.length && octets[end] != '+' && octets[end] != ';') {
      return null;
    }
    return new GrpcWeb(coding, type.toString().substring(end));
  }

  /** The content type that the server is told: {@code application/grpc+proto}. */
  String requestType() {
    return "application/grpc" + suffix;
  }

  /** The content type that the caller is told. */
  String responseType() {
    return "application/grpc-web" + (coding == Coding.TEXT ? "-text" : "") + suffix;
  }

  /**
   * A piece of the request.
   *
   * @param owned released, or given back
   * @return owned by the caller
   */
  ByteBuf request(ByteBuf owned, ByteBufAllocator allocator) {
    if (coding == Coding.BINARY) {
      return owned;
    }
    ByteBuf out = allocator.buffer(owned.readableBytes() / QUANTUM * 3 + 3);
    while (owned.isReadable() && !broken) {
      quantum[inQuantum++] = owned.readByte();
      if (inQuantum == QUANTUM) {
        inQuantum = 0;
        decode(out);
      }
    }
    owned.release();
    return out;
  }

  private void decode(ByteBuf out) {
    try {
      out.writeBytes(Base64.getDecoder().decode(quantum));
    } catch (IllegalArgumentException noBase64) {
      // What follows cannot be a message: the server is left with half of one and says so.
      broken = true;
    }
  }

  /** Whether the rest of the request is of no use. */
  boolean isBroken() {
    return broken;
  }

  /**
   * A piece of the answer.
   *
   * @param owned released, or given back
   * @return owned by the caller
   */
  ByteBuf response(ByteBuf owned, ByteBufAllocator allocator) {
    if (coding == Coding.BINARY || !owned.isReadable()) {
      return owned;
    }
    int length = owned.readableBytes();
    ByteBuf out = allocator.buffer((length + 2) / 3 * QUANTUM);
    ByteBuffer coded = Base64.getEncoder().encode(owned.nioBuffer());
    out.writeBytes(coded);
    owned.release();
    return out;
  }

  /** The trailers of an answer as the last piece of its body. */
  ByteBuf trailers(Fields fields, ByteBufAllocator allocator) {
    ByteBuf out = allocator.buffer();
    out.writeByte(TRAILERS).writeInt(0);
    fields.forEach(
        (name, value) -> {
          latin(name, out);
          out.writeByte(':').writeByte(' ');
          latin(value, out);
          out.writeByte('\r').writeByte('\n');
        });
    out.setInt(1, out.readableBytes() - PREFIX);
    return response(out, allocator);
  }

  private static void latin(CharSequence text, ByteBuf out) {
    for (int i = 0; i < text.length(); i++) {
      out.writeByte(text.charAt(i));
    }
  }
}
