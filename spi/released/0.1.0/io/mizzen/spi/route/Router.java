package io.mizzen.spi.route;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.stream.StreamContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
public interface Router {
  @Nullable Route match(RequestHead head, StreamContext stream);
  default @Nullable LocalReply answer(Route route, RequestHead head) {
    return null;
  }
  default void rewrite(Route route, RequestHead head) {}
  default void explain(RequestHead head, Consumer<String> steps) {}
}
