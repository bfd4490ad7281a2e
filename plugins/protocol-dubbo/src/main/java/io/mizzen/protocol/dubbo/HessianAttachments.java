package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.BytesText;

/**
 * Attachments in hessian2: {@code 48 (key value)... 5a}, {@code 4d type (key value)... 5a}, or
 * {@code 4e} for none. Texts make no references, so taking one out or adding one at the end never
 * shifts the number of another value.
 */
final class HessianAttachments extends Attachments {
  private static final int MAP = 0x48;
  private static final int TYPED_MAP = 0x4d;
  private static final int NULL = 0x4e;
  private static final int END = 0x5a;

  private final HessianSkipper skipper = new HessianSkipper();

  /** Where the first entry begins. */
  private int opened;

  @Override
  int find(byte[] body, int end, int arguments) {
    skipper.start(body, end);
    int at = 0;
    for (int i = 0; i < arguments && at >= 0; i++) {
      at = skipper.skip(at);
    }
    int found = at < 0 || at >= end ? -1 : entries(body, at, end);
    skipper.forget();
    return found;
  }

  private int entries(byte[] body, int start, int end) {
    int tag = body[start] & 0xff;
    if (tag == NULL) {
      take(body, start, start + 1);
      opened = 0;
      return start;
    }
    if (tag != MAP && tag != TYPED_MAP) {
      return -1;
    }
    int at = tag == MAP ? start + 1 : skipper.skip(start + 1);
    int first = at;
    take(body, start, end);
    while (at >= 0 && at < end && body[at] != END) {
      int value = skipper.skip(at);
      int next = value < 0 ? value : skipper.skip(value);
      if (next < 0) {
        return -1;
      }
      if (HessianText.isText(body[at] & 0xff)) {
        boolean text = HessianText.isText(body[value] & 0xff);
        add(at - start, text ? value - start : HIDDEN, next - start);
      }
      at = next;
    }
    if (at < 0 || at >= end) {
      return -1;
    }
    length = at + 1 - start;
    opened = first - start;
    return start;
  }

  @Override
  CharSequence show(int from, int end, BytesText in) {
    return HessianText.show(map, from, end, in);
  }

  @Override
  boolean is(int from, int end, CharSequence text) {
    if (!HessianText.isOnePiece(map, from)) {
      return HessianText.decode(map, from, end).contentEquals(text);
    }
    int start = HessianText.contentStart(map, from);
    if (end - start != text.length()) {
      return end - start > text.length() && HessianText.decode(map, from, end).contentEquals(text);
    }
    for (int i = 0; i < text.length(); i++) {
      if (map[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  int room(AttachmentEdits edits) {
    int room = length + 2;
    for (AttachmentEdits.Edit edit : edits.all) {
      if (edit.value() != null) {
        room += HessianText.room(edit.key()) + HessianText.room(edit.value());
      }
    }
    return room;
  }

  @Override
  int write(AttachmentEdits edits, byte[] to, int start) {
    int at = start;
    if ((map[0] & 0xff) == NULL) {
      to[at++] = MAP;
    } else {
      System.arraycopy(map, 0, to, at, opened);
      at = copyUnchanged(edits, opened, length - 1, to, at + opened);
    }
    for (AttachmentEdits.Edit edit : edits.all) {
      if (edit.value() != null) {
        at = HessianText.write(edit.value(), to, HessianText.write(edit.key(), to, at));
      }
    }
    to[at++] = END;
    return at;
  }
}
