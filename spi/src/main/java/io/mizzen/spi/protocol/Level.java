package io.mizzen.spi.protocol;

/**
 * How far a protocol looks into its messages, and how far a feature has to. Whoever configures
 * something that needs more than the protocol declares is refused when the configuration is read,
 * not when traffic comes.
 */
public enum Level {
  /** Messages are cut and told apart: multiplexing, counting, limits by connection and listener. */
  LIGHT,
  /** And service, operation and named values can be read: routing by them. */
  MEDIUM,
  /** And contents can be understood: filters that work on whole bodies, bridges. */
  HEAVY
}
