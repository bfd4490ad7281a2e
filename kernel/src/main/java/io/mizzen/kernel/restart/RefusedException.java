package io.mizzen.kernel.restart;

import java.io.IOException;

/** The running process does not want to be succeeded now; the message says why. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  RefusedException(String reason) {
    super(reason);
  }
}
