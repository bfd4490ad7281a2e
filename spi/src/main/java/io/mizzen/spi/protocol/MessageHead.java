package io.mizzen.spi.protocol;

/**
 * What comes before the body of a message, seen without knowing the protocol. It belongs to its
 * stream, which releases it exactly once at its end; a codec may use the object anew after that.
 */
public interface MessageHead extends Fields {
  /** The word of the protocol it was decoded from. */
  String protocol();

  /** Bytes of body that follow; 0 for none, -1 if not known beforehand. */
  long bodyLength();

  /** Gives its bytes back. Called by the kernel only, once. */
  void release();
}
