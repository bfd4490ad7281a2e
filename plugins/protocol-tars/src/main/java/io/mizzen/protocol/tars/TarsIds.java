package io.mizzen.protocol.tars;

/** Puts another id into a head: as an int32 always, whatever width the old one had. */
final class TarsIds {
  /** A field's head byte and four bytes. */
  private static final int FIELD = 5;

  private TarsIds() {}

  /** Room for a head of that length. */
  static int room(int length) {
    return length + FIELD;
  }

  /** Writes the head; the index behind it. */
  static int put(
      byte[] head, int length, int idAt, int idEnd, byte[] to, int start, long id, int body) {
    System.arraycopy(head, 0, to, start, idAt);
    int at = start + idAt;
    to[at] = (byte) (head[idAt] & 0xf0 | Field.INT32);
    TarsWriter.put(to, at + 1, (int) id);
    at += FIELD;
    System.arraycopy(head, idEnd, to, at, length - idEnd);
    at += length - idEnd;
    TarsWriter.put(to, start, at - start + body);
    return at;
  }
}
