package io.mizzen.spi.protocol;
import org.jspecify.annotations.Nullable;
public interface Fields {
  @Nullable CharSequence get(CharSequence name);
  void forEach(Visitor visitor);
  void set(CharSequence name, CharSequence value);
  void add(CharSequence name, CharSequence value);
  void remove(CharSequence name);
  interface Visitor {
    void field(CharSequence name, CharSequence value);
  }
}
