package io.mizzen.testkit;

import io.mizzen.spi.protocol.MessageHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a head of protocol "fake", compared without case. */
abstract sealed class FakeHead implements MessageHead permits FakeRequest, FakeResponse {
  private record Field(String name, String value) {}

  private final List<Field> fields = new ArrayList<>();
  private int released;

  /** How often it was released; the kernel does it once. */
  public int released() {
    return released;
  }

  @Override
  public String protocol() {
    return "fake";
  }

  @Override
  public long bodyLength() {
    return -1;
  }

  @Override
  public void release() {
    released++;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name.toString())) {
        return field.value;
      }
    }
    return null;
  }

  @Override
  public void forEach(Visitor visitor) {
    List.copyOf(fields).forEach(field -> visitor.field(field.name, field.value));
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    remove(name);
    add(name, value);
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    fields.add(new Field(name.toString(), value.toString()));
  }

  @Override
  public void remove(CharSequence name) {
    fields.removeIf(field -> field.name.equalsIgnoreCase(name.toString()));
  }
}
