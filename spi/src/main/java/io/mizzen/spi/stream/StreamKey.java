package io.mizzen.spi.stream;

/**
 * The key of a value that filters share about a stream. Keep keys in constants: they are compared
 * by identity.
 *
 * @param <T> the type of the value
 */
public final class StreamKey<T> {
  private final String name;

  public StreamKey(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
