package io.mizzen.spi.route;

import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.stream.StreamContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Chooses a route. Built once per route table, immutable, called by all workers. */
public interface Router {
  /**
   * The route for a request, or null: not mine.
   *
   * @param stream may be narrowed to some endpoints, or given facts for later filters
   */
  @Nullable Route match(RequestHead head, StreamContext stream);

  /**
   * How far a protocol must look for this route to work: {@link Level#MEDIUM} if it reads or writes
   * anything of the head. Asked when a configuration is built.
   */
  default Level needs(Route route) {
    return Level.LIGHT;
  }

  /**
   * An answer made by the route itself, such as a redirect, or null if the request goes upstream.
   * Called after the route phase of the filters.
   */
  default @Nullable LocalReply answer(Route route, RequestHead head) {
    return null;
  }

  /** Changes the head as the route says, before the first try; not called for an answered one. */
  default void rewrite(Route route, RequestHead head) {}

  /**
   * Tells a person how {@link #match} comes to its decision for a head: one line for each rule
   * skipped or taken. Never on the request path.
   */
  default void explain(RequestHead head, Consumer<String> steps) {}
}
