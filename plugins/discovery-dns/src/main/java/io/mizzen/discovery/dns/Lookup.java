package io.mizzen.discovery.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/** Asks for one name. Only on its thread, one question at a time. */
interface Lookup extends AutoCloseable {
  /** Asks; the answer comes later, on the same thread. */
  void ask(Consumer<Answer> answer);

  /** Runs a task on that thread after some time. Any thread. */
  void later(long millis, Runnable task);

  @Override
  void close();

  /** What came of a question. */
  sealed interface Answer {
    /**
     * @param addresses in the order of the answer, never empty
     * @param ttlSeconds the shortest time to live, or -1 if it is not known
     */
    record Found(List<InetAddress> addresses, long ttlSeconds) implements Answer {}

    /**
     * @param sentence for users
     */
    record Failed(String sentence) implements Answer {}
  }
}
