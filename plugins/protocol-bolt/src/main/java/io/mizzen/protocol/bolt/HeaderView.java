package io.mizzen.protocol.bolt;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields.Visitor;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.BytesText;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FrameHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fixed part and the header map of a head, and what was changed of the map. It is walked once
 * when it comes in, to know that it is whole and where the known keys are, and read when somebody
 * asks. Belongs to its head and is used anew with it.
 */
final class HeaderView {
  /** Offsets of the id: behind kind, command and version, one octet more in version 2. */
  private static final int ID_IN_V1 = 5;

  private static final int UNKNOWN = -1;

  /** The fixed part as it came in. */
  final FixedHeader fixed = new FixedHeader();

  private final FrameHead head;
  private final BytesText text = new BytesText();
  private int mapStart;
  private @Nullable HeaderEdits edits;

  /** Bytes of the changed map, once it was measured. */
  private int measured = UNKNOWN;

  HeaderView(FrameHead head) {
    this.head = head;
  }

  /** Who wants to know where pairs are. */
  interface Places {
    /** A pair that counts was met; a later one with the same key comes later. */
    void sawPair(int place);
  }

  /** The head has come in; sets the frame's fault if its map is broken. */
  void take(BoltFrame frame, Places places) {
    fixed.copyFrom(frame.fixed);
    mapStart = fixed.length() + fixed.classLength;
    edits = null;
    measured = UNKNOWN;
    if (frame.fault != null) {
      return; // perhaps not all of it is there
    }
    byte[] bytes = head.bytes();
    int end = head.length();
    for (int place = mapStart; place < end; ) {
      int next = HeaderMap.next(bytes, place, end);
      if (next < 0) {
        frame.fault = "the header map cannot be read";
        return;
      }
      if (HeaderMap.counts(bytes, place)) {
        places.sawPair(place);
      }
      place = next;
    }
  }

  /** Becomes the fixed part of an answer made here, which has nothing else. */
  void made() {
    fixed.read(head.bytes());
    mapStart = head.length();
    edits = null;
    measured = UNKNOWN;
  }

  /** The index of the class name in the head. */
  int classStart() {
    return fixed.length();
  }

  HeaderEdits.@Nullable Edit edit(CharSequence name) {
    return edits == null ? null : edits.find(name);
  }

  @Nullable CharSequence get(CharSequence name) {
    HeaderEdits.Edit edit = edit(name);
    if (edit != null) {
      return edit.value;
    }
    byte[] bytes = head.bytes();
    int place = HeaderMap.find(bytes, mapStart, head.length(), name);
    return place < 0
        ? null
        : text.show(bytes, HeaderMap.valueStart(bytes, place), HeaderMap.valueLength(bytes, place));
  }

  void forEach(Visitor visitor) {
    BytesText name = new BytesText();
    BytesText value = new BytesText();
    byte[] bytes = head.bytes();
    int end = head.length();
    for (int place = mapStart; place < end; place = HeaderMap.next(bytes, place, end)) {
      if (HeaderMap.counts(bytes, place) && stands(bytes, place, end)) {
        visitor.field(
            name.show(bytes, HeaderMap.keyStart(place), HeaderMap.keyLength(bytes, place)),
            value.show(
                bytes, HeaderMap.valueStart(bytes, place), HeaderMap.valueLength(bytes, place)));
      }
    }
    if (edits != null) {
      edits.forEach(visitor);
    }
  }

  private boolean stands(byte[] bytes, int place, int end) {
    return edits == null
        ? !HeaderMap.superseded(bytes, place, end)
        : edits.keeps(bytes, place, end);
  }

  void set(CharSequence name, CharSequence value) {
    editable().set(name, value);
  }

  void remove(CharSequence name) {
    editable().remove(name);
  }

  private HeaderEdits editable() {
    measured = UNKNOWN;
    HeaderEdits present = edits;
    if (present == null) {
      present = new HeaderEdits();
      edits = present;
    }
    return present;
  }

  /** Whether a pair has that key. */
  boolean keyIs(int place, byte[] key) {
    return HeaderMap.keyIs(head.bytes(), place, key);
  }

  /** Whether the value of a pair is that. */
  boolean valueIs(int place, byte[] value) {
    byte[] bytes = head.bytes();
    int start = HeaderMap.valueStart(bytes, place);
    int length = HeaderMap.valueLength(bytes, place);
    return Arrays.equals(bytes, start, start + length, value, 0, value.length);
  }

  private int mapLength() {
    HeaderEdits changed = edits;
    if (changed == null) {
      return head.length() - mapStart;
    }
    if (measured == UNKNOWN) {
      measured = changed.length(head.bytes(), mapStart, head.length());
    }
    return measured;
  }

  /** Room for the head in any version, with its changes. */
  int room() {
    return FixedHeader.MAX_LENGTH + fixed.classLength + mapLength();
  }

  /** The check sum behind the head when it is said in the dialect of another. */
  Frame.Tail tailAs(FixedHeader other) {
    boolean crc = FixedHeader.hasCrc(other.proto, other.ver1, switchesAs(other));
    return crc ? Frame.Tail.CRC32 : Frame.Tail.NONE;
  }

  /** A version 2 server copies the switches of the request; version 1 has none to copy. */
  private int switchesAs(FixedHeader other) {
    return other.proto == FixedHeader.V2 && fixed.proto == FixedHeader.V1
        ? other.switches
        : fixed.switches;
  }

  /**
   * Writes the head in the dialect of another, which may be its own.
   *
   * @throws ProtocolException if peers could not read such a map
   */
  int put(byte[] to, int at, FixedHeader dialect, long id, int contentLength)
      throws ProtocolException {
    if (edits == null && dialect.proto == fixed.proto && dialect.ver1 == fixed.ver1) {
      System.arraycopy(head.bytes(), 0, to, at, head.length());
      FixedHeader.putInt(to, at + ID_IN_V1 - 1 + fixed.proto, (int) id);
      if (contentLength != fixed.contentLength) {
        FixedHeader.putInt(to, at + fixed.length() - Integer.BYTES, contentLength);
      }
      return at + head.length();
    }
    int mapLength = mapLength();
    if (mapLength > FixedHeader.MAX_SHORT_LENGTH) {
      throw new ProtocolException(
          Why.TOO_LARGE,
          BoltStatus.CODEC_EXCEPTION.code(),
          "a header map of " + mapLength + " bytes, 32767 are allowed");
    }
    FixedHeader other = new FixedHeader();
    other.copyFrom(fixed);
    other.switches = switchesAs(dialect);
    other.proto = dialect.proto;
    other.ver1 = dialect.ver1;
    other.id = (int) id;
    other.headerLength = mapLength;
    other.contentLength = contentLength;
    return putMap(to, other.write(to, at));
  }

  /** Writes class name and map behind another fixed part. */
  private int putMap(byte[] to, int at) {
    byte[] bytes = head.bytes();
    int unchanged = (edits == null ? head.length() : mapStart) - classStart();
    System.arraycopy(bytes, classStart(), to, at, unchanged);
    return edits == null
        ? at + unchanged
        : edits.write(bytes, mapStart, head.length(), to, at + unchanged);
  }
}
