package io.mizzen.protocol.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a codec wrote, frame by frame, in words; sections are read by Netty's decoder. */
final class Reading {
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** A line for each frame, such as {@code RST_STREAM 1 8}. */
  List<String> frames(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    while (in.isReadable()) {
      int length = in.readUnsignedMedium();
      int type = in.readByte();
      int flags = in.readByte();
      int stream = in.readInt();
      lines.add(line(type, flags, stream, in.readSlice(length)));
    }
    return lines;
  }

  private String line(int type, int flags, int stream, ByteBuf payload) {
    String end = (flags & Frames.END_STREAM) != 0 ? " end" : "";
    return switch (type) {
      case Frames.DATA -> "DATA " + stream + " " + payload.readableBytes() + end;
      case Frames.HEADERS -> "HEADERS " + stream + " " + fields(payload) + end;
      case Frames.RST_STREAM -> "RST_STREAM " + stream + " " + payload.readInt();
      case Frames.SETTINGS ->
          (flags & Frames.ACK) != 0 ? "SETTINGS ack" : "SETTINGS " + payload.readableBytes() / 6;
      case Frames.PING -> "PING" + ((flags & Frames.ACK) != 0 ? " ack" : "");
      case Frames.GOAWAY -> "GOAWAY " + payload.readInt() + " " + payload.readInt();
      case Frames.WINDOW_UPDATE -> "WINDOW_UPDATE " + stream + " " + payload.readInt();
      case Frames.CONTINUATION -> "CONTINUATION " + stream;
      default -> "TYPE " + type;
    };
  }

  private List<String> fields(ByteBuf section) {
    try {
      List<String> fields = new ArrayList<>();
      Http2Headers headers = decoder.decodeHeaders(1, section);
      for (Map.Entry<CharSequence, CharSequence> field : headers) {
        fields.add(field.getKey() + ": " + field.getValue());
      }
      return fields;
    } catch (Http2Exception e) {
      throw new AssertionError("Netty cannot read our section", e);
    }
  }
}
