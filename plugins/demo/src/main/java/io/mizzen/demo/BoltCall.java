package io.mizzen.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A bolt request to the service {@code demo.Echo:1.0}; see {@link BoltEcho} for the layout. */
final class BoltCall implements Call {
  private static final byte[] CLASS = "java.lang.String".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMEOUT_MILLIS = 3000;
  private static final int AFTER_ID_TO_STATUS = 1;

  @Override
  public void make(int number, DataInputStream in, OutputStream out) throws IOException {
    byte[] header = header("service", "demo.Echo:1.0", "sofa_head_method_name", "echo");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.writeByte(1);
    frame.writeByte(1);
    frame.writeShort(1);
    frame.writeByte(1);
    frame.writeInt(number);
    frame.writeByte(1);
    frame.writeInt(TIMEOUT_MILLIS);
    frame.writeShort(CLASS.length);
    frame.writeShort(header.length);
    frame.writeInt(CONTENT.length);
    frame.write(CLASS);
    frame.write(header);
    frame.write(CONTENT);
    out.write(bytes.toByteArray());
    out.flush();
    in.skipNBytes(5);
    if (in.readInt() != number) {
      throw new IOException("an answer to another request");
    }
    in.skipNBytes(AFTER_ID_TO_STATUS);
    int status = in.readUnsignedShort();
    int rest = in.readUnsignedShort() + in.readUnsignedShort();
    in.skipNBytes((long) in.readInt() + rest);
    if (status != 0) {
      throw new IOException("status " + status);
    }
  }

  private static byte[] header(String... words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream map = new DataOutputStream(bytes);
    for (String word : words) {
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      map.writeInt(text.length);
      map.write(text);
    }
    return bytes.toByteArray();
  }
}
