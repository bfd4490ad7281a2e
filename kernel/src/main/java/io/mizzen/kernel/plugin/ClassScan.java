package io.mizzen.kernel.plugin;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a class file without loading it (JVMS 4): which methods it calls, and the names of metrics
 * it creates. The calls are in the constant pool; for the names the code is walked, since the name
 * is the first text pushed before the call.
 *
 * <p>It sees what is written, not what runs: a name that is put together at run time, or a call by
 * reflection, is not found.
 */
final class ClassScan {
  private static final int MAGIC = 0xCAFEBABE;
  private static final String METRICS = "io/mizzen/spi/telemetry/Metrics";
  private static final Set<String> CREATES = Set.of("counter", "gauge", "histogram");

  private static final int LDC = 0x12;
  private static final int LDC_W = 0x13;
  private static final int TABLESWITCH = 0xaa;
  private static final int LOOKUPSWITCH = 0xab;
  private static final int INVOKEVIRTUAL = 0xb6;
  private static final int INVOKEINTERFACE = 0xb9;
  private static final int WIDE = 0xc4;
  private static final int IINC = 0x84;

  /**
   * Bytes of each instruction (JVMS 6.5), run by run: length times count; 0 for those that vary.
   */
  private static final int[][] LENGTHS = {
    {1, 16}, {2, 1}, {3, 1}, {2, 1}, {3, 2}, {2, 5}, {1, 28}, {2, 5}, {1, 73}, {3, 1}, {1, 20},
    {3, 16}, {2, 1}, {0, 2}, {1, 6}, {3, 7}, {5, 2}, {3, 1}, {2, 1}, {3, 1}, {1, 2}, {3, 2}, {1, 2},
    {0, 1}, {4, 1}, {3, 2}, {5, 2}
  };

  private static final byte[] LENGTH = lengths();

  private Object[] pool = {};
  private String name = "";
  private final Map<Access, String> uses = new LinkedHashMap<>();
  private final Set<String> metrics = new TreeSet<>();

  /** An entry of the constant pool that points to others. */
  private record Pointer(int tag, int first, int second) {}

  private ClassScan() {}

  private static byte[] lengths() {
    byte[] lengths = new byte[256];
    int at = 0;
    for (int[] run : LENGTHS) {
      for (int i = 0; i < run[1]; i++) {
        lengths[at++] = (byte) run[0];
      }
    }
    return lengths;
  }

  /**
   * Scans.
   *
   * @throws IOException if it is no class file
   */
  static ClassScan of(byte[] bytes) throws IOException {
    ClassScan scan = new ClassScan();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      scan.read(in);
    }
    return scan;
  }

  /** Its name, with dots. */
  String name() {
    return name.replace('/', '.');
  }

  /** What it uses outside its memory, each with a call that shows it. */
  Map<Access, String> uses() {
    return uses;
  }

  /** Names of metrics it creates, as far as they are written out. */
  Set<String> metrics() {
    return metrics;
  }

  private void read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    in.readInt();
    readPool(in);
    in.readUnsignedShort();
    name = className(in.readUnsignedShort());
    use(className(in.readUnsignedShort()), "<init>");
    in.skipBytes(2 * in.readUnsignedShort());
    members(in, false);
    members(in, true);
  }

  private void readPool(DataInputStream in) throws IOException {
    pool = new Object[in.readUnsignedShort()];
    for (int i = 1; i < pool.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> pool[i] = in.readUTF();
        case 3, 4 -> in.readInt();
        case 5, 6 -> {
          in.readLong();
          i++; // Two entries, by a decision the specification regrets (4.4.5).
        }
        case 7, 8, 16, 19, 20 -> pool[i] = new Pointer(tag, in.readUnsignedShort(), 0);
        case 9, 10, 11, 12, 17, 18 ->
            pool[i] = new Pointer(tag, in.readUnsignedShort(), in.readUnsignedShort());
        case 15 -> pool[i] = new Pointer(tag, in.readUnsignedByte(), in.readUnsignedShort());
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    for (Object constant : pool) {
      if (constant instanceof Pointer reference
          && (reference.tag() == 10 || reference.tag() == 11)) {
        use(className(reference.first()), memberName(reference));
      }
    }
  }

  private void use(String owner, String method) {
    for (Access access : Access.values()) {
      if (access.covers(owner, method)) {
        uses.putIfAbsent(access, owner.replace('/', '.') + "." + method);
      }
    }
  }

  private String utf8(int index) {
    return index > 0 && index < pool.length && pool[index] instanceof String text ? text : "";
  }

  private String className(int index) {
    return pool[index] instanceof Pointer type ? utf8(type.first()) : "";
  }

  private String memberName(Pointer reference) {
    return pool[reference.second()] instanceof Pointer nameAndType ? utf8(nameAndType.first()) : "";
  }

  private void members(DataInputStream in, boolean haveCode) throws IOException {
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      in.skipBytes(6);
      int attributes = in.readUnsignedShort();
      for (int j = 0; j < attributes; j++) {
        String attribute = utf8(in.readUnsignedShort());
        byte[] bytes = in.readNBytes(in.readInt());
        if (haveCode && attribute.equals("Code")) {
          ByteBuffer code = ByteBuffer.wrap(bytes);
          int length = code.getInt(4);
          walk(code.slice(8, length));
        }
      }
    }
  }

  private void walk(ByteBuffer code) throws IOException {
    List<String> pushed = new ArrayList<>();
    int at = 0;
    while (at < code.limit()) {
      int instruction = code.get(at) & 0xFF;
      if (instruction == LDC || instruction == LDC_W) {
        int index = instruction == LDC ? code.get(at + 1) & 0xFF : code.getShort(at + 1) & 0xFFFF;
        if (pool[index] instanceof Pointer text && text.tag() == 8) {
          pushed.add(utf8(text.first()));
        }
      } else if (instruction >= INVOKEVIRTUAL && instruction <= INVOKEINTERFACE) {
        call(pool[code.getShort(at + 1) & 0xFFFF], pushed);
        pushed.clear();
      }
      at += length(code, at, instruction);
    }
  }

  private void call(@Nullable Object target, List<String> pushed) {
    if (target instanceof Pointer method
        && className(method.first()).equals(METRICS)
        && CREATES.contains(memberName(method))
        && !pushed.isEmpty()) {
      metrics.add(pushed.get(0));
    }
  }

  private static int length(ByteBuffer code, int at, int instruction) throws IOException {
    int length = LENGTH[instruction];
    if (length > 0) {
      return length;
    }
    int operands = at + 4 - at % 4;
    return switch (instruction) {
      case TABLESWITCH ->
          operands - at + 12 + 4 * (code.getInt(operands + 8) - code.getInt(operands + 4) + 1);
      case LOOKUPSWITCH -> operands - at + 8 + 8 * code.getInt(operands + 4);
      case WIDE -> (code.get(at + 1) & 0xFF) == IINC ? 6 : 4;
      default -> throw new IOException("unknown instruction " + instruction);
    };
  }
}
