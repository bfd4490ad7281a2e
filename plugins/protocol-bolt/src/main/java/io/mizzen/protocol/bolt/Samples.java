package io.mizzen.protocol.bolt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Requests that no caller sent: what a new process is warmed with. Drawn in {@link FixedHeader}.
 */
final class Samples {
  /** SOFARPC's class of every request; its content is opaque to a proxy. */
  private static final byte[] CLASS = ascii("com.alipay.sofa.rpc.core.request.SofaRequest");

  /** About what a call with one small argument has. */
  private static final int CONTENT = 256;

  /** SOFABolt's word for Hessian. */
  private static final int HESSIAN = 1;

  private static final int TIMEOUT_MILLIS = 3000;

  private Samples() {}

  static byte[] v1() {
    return frame(FixedHeader.V1, 1, 0);
  }

  static byte[] v2() {
    return frame(FixedHeader.V2, 1, 0);
  }

  static byte[] v2WithCrc() {
    return frame(FixedHeader.V2, 2, 1);
  }

  private static byte[] frame(int proto, int ver1, int switches) {
    byte[] map =
        map("service", "io.mizzen.WarmUp:1.0", "sofa_head_method_name", "call", "trace", "0a1b2c");
    FixedHeader fixed = new FixedHeader();
    fixed.proto = proto;
    fixed.ver1 = ver1;
    fixed.type = FixedHeader.REQUEST;
    fixed.command = FixedHeader.RPC_REQUEST;
    fixed.ver2 = 1;
    fixed.id = 1;
    fixed.codec = HESSIAN;
    fixed.switches = switches;
    fixed.timeoutOrStatus = TIMEOUT_MILLIS;
    fixed.classLength = CLASS.length;
    fixed.headerLength = map.length;
    fixed.contentLength = CONTENT;
    ByteBuffer out = ByteBuffer.allocate((int) fixed.frameLength());
    out.position(fixed.write(out.array(), 0)).put(CLASS).put(map).put(new byte[CONTENT]);
    if (fixed.hasCrc()) {
      CRC32 sum = new CRC32();
      sum.update(out.array(), 0, out.position());
      out.putInt((int) sum.getValue());
    }
    return out.array();
  }

  private static byte[] map(String... namesAndValues) {
    ByteBuffer out = ByteBuffer.allocate(CONTENT);
    for (String text : namesAndValues) {
      byte[] bytes = ascii(text);
      out.putInt(bytes.length).put(bytes);
    }
    byte[] map = new byte[out.position()];
    out.flip().get(map);
    return map;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
