package io.mizzen.xprotocol;

/**
 * How far a protocol looks into its frames. Whoever configures something that needs more is refused
 * when the configuration is read, not when traffic comes.
 */
public enum Level {
  /**
   * Frames are cut and ids exchanged: multiplexing, counting, limits by connection and listener.
   */
  LIGHT,
  /** And service, operation and named values can be read: routing by them. */
  MEDIUM,
  /** And messages can be turned into neutral ones and back: bridges to other protocols. */
  HEAVY
}
