package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.BytesText;

/** Attachments in fastjson2's JSONB: the last block of the body, {@code length a6 ... a5}. */
final class JsonbAttachments extends Attachments {
  private static final int PREFIX = 4;

  @Override
  int find(byte[] body, int end, int arguments) {
    int at = 0;
    for (int i = 0; i < arguments && at >= 0; i++) {
      at = block(body, at, end);
    }
    if (at < 0 || block(body, at, end) != end || end - at <= PREFIX) {
      return -1;
    }
    int tag = body[at + PREFIX] & 0xff;
    if (tag != Jsonb.NULL && (tag != Jsonb.OBJECT || (body[end - 1] & 0xff) != Jsonb.END)) {
      return -1;
    }
    take(body, at, end);
    if (tag == Jsonb.OBJECT) {
      entries();
    }
    return at;
  }

  /** The index behind a block, or -1. */
  private static int block(byte[] body, int at, int end) {
    if (end - at < PREFIX) {
      return -1;
    }
    int bytes = DubboHeader.getInt(body, at);
    return bytes < 0 || bytes > end - at - PREFIX ? -1 : at + PREFIX + bytes;
  }

  /** As far as they are texts and scalars; lengths of anything else are not guessed. */
  private void entries() {
    int end = length - 1;
    int at = PREFIX + 1;
    while (at < end) {
      int value = Jsonb.skip(map, at, end);
      int next = value < 0 ? value : Jsonb.skip(map, value, end);
      if (next < 0 || !Jsonb.isText(map[at] & 0xff)) {
        return;
      }
      add(at, Jsonb.isText(map[value] & 0xff) ? value : HIDDEN, next);
      at = next;
    }
  }

  @Override
  CharSequence show(int from, int end, BytesText in) {
    int tag = map[from] & 0xff;
    int start = Jsonb.contentStart(map, from, end);
    return Jsonb.charset(tag) == java.nio.charset.StandardCharsets.UTF_8
        ? in.show(map, start, end - start)
        : new String(map, start, end - start, Jsonb.charset(tag));
  }

  @Override
  boolean is(int from, int end, CharSequence text) {
    int start = Jsonb.contentStart(map, from, end);
    if (end - start == text.length()) {
      for (int i = 0; i < text.length(); i++) {
        if (map[start + i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }
    return end - start > text.length()
        && text.toString().contentEquals(show(from, end, new BytesText()));
  }

  @Override
  int room(AttachmentEdits edits) {
    int room = length + 2;
    for (AttachmentEdits.Edit edit : edits.all) {
      if (edit.value() != null) {
        room += Jsonb.room(edit.key()) + Jsonb.room(edit.value());
      }
    }
    return room;
  }

  @Override
  int write(AttachmentEdits edits, byte[] to, int start) {
    int at = start + PREFIX;
    to[at++] = (byte) Jsonb.OBJECT;
    if ((map[PREFIX] & 0xff) == Jsonb.OBJECT) {
      at = copyUnchanged(edits, PREFIX + 1, length - 1, to, at);
    }
    for (AttachmentEdits.Edit edit : edits.all) {
      if (edit.value() != null) {
        at = Jsonb.write(edit.value(), to, Jsonb.write(edit.key(), to, at));
      }
    }
    to[at++] = (byte) Jsonb.END;
    DubboHeader.putInt(to, start, at - start - PREFIX);
    return at;
  }
}
