package io.mizzen.spi.protocol;
import io.mizzen.spi.Why;
import java.util.List;
public record LocalReply(Why why, int code, List<Field> fields, String body) {
  public LocalReply {
    fields = List.copyOf(fields);
  }
  public static LocalReply of(Why why) {
    return new LocalReply(why, 0, List.of(), "");
  }
  public static LocalReply of(Why why, String body) {
    return new LocalReply(why, 0, List.of(), body);
  }
  public record Field(String name, String value) {}
}
