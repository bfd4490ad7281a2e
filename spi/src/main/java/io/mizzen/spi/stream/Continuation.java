package io.mizzen.spi.stream;

import io.mizzen.spi.protocol.LocalReply;

/**
 * The way out of a pause. One shot, any thread: the first call counts, later ones do nothing, and
 * so does a call after the stream has ended. It may be used before the filter returns PAUSE.
 */
public interface Continuation {
  /** The next filter runs. */
  void resume();

  /** The stream is answered here. */
  void reply(LocalReply reply);
}
