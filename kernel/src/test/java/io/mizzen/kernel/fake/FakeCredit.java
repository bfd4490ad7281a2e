package io.mizzen.kernel.fake;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** What a connection of the variant with credit may still send, stream by stream. */
final class FakeCredit {
  /** What a peer takes of each stream before it has said anything. */
  static final int FIRST = 1000;

  private final Map<Long, Window> windows = new HashMap<>();

  /** Sends one piece; released there. */
  interface Out {
    void piece(long id, ByteBuf owned, boolean last);
  }

  private static final class Window {
    final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    long left = FIRST;
    boolean last;

    long queued() {
      return queue.stream().mapToLong(ByteBuf::readableBytes).sum();
    }
  }

  private Window of(long id) {
    return windows.computeIfAbsent(id, unknown -> new Window());
  }

  boolean isOpen(long id) {
    Window window = of(id);
    return window.queue.isEmpty() && window.left > 0;
  }

  long unsent() {
    return windows.values().stream().mapToLong(Window::queued).sum();
  }

  /** Sends a piece as far as there is credit and keeps the rest. */
  void send(long id, ByteBuf owned, boolean last, Out out) {
    Window window = of(id);
    window.queue.add(owned);
    window.last = last;
    goOn(id, window, out);
  }

  /** The peer takes more. */
  void add(long id, int credit, Out out) {
    Window window = of(id);
    window.left += credit;
    goOn(id, window, out);
  }

  private static void goOn(long id, Window window, Out out) {
    while (!window.queue.isEmpty()) {
      ByteBuf piece = window.queue.element();
      int some = (int) Math.min(window.left, piece.readableBytes());
      if (some == 0 && piece.isReadable()) {
        return;
      }
      window.left -= some;
      boolean whole = some == piece.readableBytes();
      ByteBuf sent = whole ? window.queue.remove() : piece.readRetainedSlice(some);
      out.piece(id, sent, whole && window.last && window.queue.isEmpty());
    }
  }

  void release() {
    windows.values().forEach(window -> window.queue.forEach(ByteBuf::release));
    windows.clear();
  }
}
