package io.mizzen.it.bolt;

/** A client of others with every way to call that it has; each answer is compared. */
public interface Caller extends AutoCloseable {
  /**
   * Milliseconds; for a machine that does ten other things, as nobody looks at how long a call
   * takes.
   */
  int PATIENCE_MILLIS = 120_000;

  /** How it is called. */
  enum Kind {
    SYNC,
    FUTURE,
    CALLBACK,
    /** Has no answer. */
    ONE_WAY
  }

  /** An answer that has yet to come. */
  interface Pending {
    /** Waits for it and compares it. */
    void check() throws Exception;
  }

  /**
   * Calls, and compares the answer once it has come.
   *
   * @param call its name in {@link Executions}
   */
  void call(Kind kind, String call) throws Exception;

  /** Calls and does not wait. */
  Pending send(String call) throws Exception;

  @Override
  void close();
}
