package io.mizzen.kernel.proxy;

import io.mizzen.spi.protocol.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A copy of fields that outlives the bytes they came from; for trailers that have to wait. */
final class KeptFields implements Fields {
  private final List<String> pairs = new ArrayList<>();

  private KeptFields() {}

  static KeptFields copyOf(Fields source) {
    KeptFields copy = new KeptFields();
    source.forEach(copy::add);
    return copy;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (matches(pairs.get(i), name)) {
        return pairs.get(i + 1);
      }
    }
    return null;
  }

  private static boolean matches(String known, CharSequence asked) {
    return known.equalsIgnoreCase(asked.toString());
  }

  @Override
  public void forEach(Visitor visitor) {
    for (int i = 0; i < pairs.size(); i += 2) {
      visitor.field(pairs.get(i), pairs.get(i + 1));
    }
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    remove(name);
    add(name, value);
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    pairs.add(name.toString());
    pairs.add(value.toString());
  }

  @Override
  public void remove(CharSequence name) {
    for (int i = pairs.size() - 2; i >= 0; i -= 2) {
      if (matches(pairs.get(i), name)) {
        pairs.remove(i + 1);
        pairs.remove(i);
      }
    }
  }
}
