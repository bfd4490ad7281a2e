package io.mizzen.bench.load;

/**
 * One call of an RPC protocol, and the answer it must get.
 *
 * @param contentBytes bytes of the content, in the request and in the answer
 * @param outstanding requests without answer per connection, 1 to 256
 */
public record FrameExchange(FrameShape shape, int contentBytes, int outstanding) {
  /** The low byte of an id is its slot. */
  static final int MAX_OUTSTANDING = 256;

  public FrameExchange {
    if (outstanding < 1 || outstanding > MAX_OUTSTANDING) {
      throw new IllegalArgumentException(
          "outstanding must be 1 to " + MAX_OUTSTANDING + ", got " + outstanding);
    }
  }
}
