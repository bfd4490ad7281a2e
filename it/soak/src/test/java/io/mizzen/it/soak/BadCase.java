package io.mizzen.it.soak;

import java.io.IOException;

/**
 * One thing a peer does wrong.
 *
 * @param name for whoever reads a failure
 * @param act does it and looks at what comes back; throws with a sentence if that is not right
 */
record BadCase(String name, Act act) {
  /** Blocking, with connections of its own. */
  interface Act {
    void run() throws IOException;
  }
}
