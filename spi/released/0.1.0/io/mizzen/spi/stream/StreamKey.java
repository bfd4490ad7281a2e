package io.mizzen.spi.stream;
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
