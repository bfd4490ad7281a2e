package io.mizzen.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Bolt frames as SOFARPC words them. */
final class BoltFrames {
  /** What a router matches on. */
  private static final String SERVICE = "io.mizzen.bench.EchoService:1.0";

  private static final byte CODEC_HESSIAN = 1;
  private static final int TIMEOUT_MILLIS = 3000;
  private static final String REQUEST_CLASS = "com.alipay.sofa.rpc.core.request.SofaRequest";
  private static final String RESPONSE_CLASS = "com.alipay.sofa.rpc.core.response.SofaResponse";

  private BoltFrames() {}

  static byte[] request(BoltVersion version, int contentBytes) {
    Map<String, String> header = new TreeMap<>();
    header.put("service", SERVICE);
    header.put("sofa_head_target_service", SERVICE);
    header.put("sofa_head_method_name", "echo");
    header.put("type", "sync");
    header.put("protocol", "bolt");
    byte[] map = encode(header);
    byte[] type = REQUEST_CLASS.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame =
        ByteBuffer.allocate(version.requestFixed + type.length + map.length + contentBytes);
    start(frame, version, BoltVersion.TYPE_REQUEST, BoltVersion.COMMAND_REQUEST);
    frame.putInt(TIMEOUT_MILLIS);
    frame.putShort((short) type.length).putShort((short) map.length).putInt(contentBytes);
    return frame.put(type).put(map).put(HttpExchange.pattern(contentBytes)).array();
  }

  static byte[] answer(BoltVersion version, int contentBytes) {
    byte[] type = RESPONSE_CLASS.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(version.responseFixed + type.length + contentBytes);
    start(frame, version, BoltVersion.TYPE_RESPONSE, BoltVersion.COMMAND_RESPONSE);
    frame.putShort((short) BoltVersion.STATUS_SUCCESS);
    frame.putShort((short) type.length).putShort((short) 0).putInt(contentBytes);
    return frame.put(type).put(HttpExchange.pattern(contentBytes)).array();
  }

  static byte[] heartbeatAck(BoltVersion version) {
    ByteBuffer frame = ByteBuffer.allocate(version.responseFixed);
    start(frame, version, BoltVersion.TYPE_RESPONSE, BoltVersion.COMMAND_HEARTBEAT);
    return frame.array();
  }

  private static void start(ByteBuffer frame, BoltVersion version, int type, int command) {
    frame.put(version.proto);
    if (version == BoltVersion.V2) {
      frame.put((byte) 1);
    }
    frame.put((byte) type).putShort((short) command).put((byte) 1).putInt(0).put(CODEC_HESSIAN);
    if (version == BoltVersion.V2) {
      frame.put((byte) 0);
    }
  }

  private static byte[] encode(Map<String, String> pairs) {
    int bytes = 0;
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      bytes += 8 + pair.getKey().length() + pair.getValue().length();
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    pairs.forEach(
        (key, value) -> {
          out.putInt(key.length()).put(key.getBytes(StandardCharsets.US_ASCII));
          out.putInt(value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
        });
    return out.array();
  }
}
