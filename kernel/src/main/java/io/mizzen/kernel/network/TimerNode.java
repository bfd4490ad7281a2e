package io.mizzen.kernel.network;

import org.jspecify.annotations.Nullable;

/**
 * A time-out that can be in a worker's wheel; owned by whoever it fires for. Worker's thread only.
 */
public abstract class TimerNode {
  long deadline;
  int slot = -1;
  @Nullable TimerNode next;
  @Nullable TimerNode previous;

  /** Its time has come; it is out of the wheel. */
  protected abstract void fire();

  /** Whether it is in a wheel. */
  public final boolean isScheduled() {
    return slot >= 0;
  }
}
