package io.mizzen.spi.stream;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.upstream.Endpoint;
import io.netty.buffer.ByteBuf;
public interface StreamFilter {
  default BodyMode requestBody() {
    return BodyMode.IGNORE;
  }
  default BodyMode responseBody() {
    return BodyMode.IGNORE;
  }
  default FilterStatus onRequest(RequestHead head, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }
  default FilterStatus onRoute(RequestHead head, Route route, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }
  default FilterStatus onEndpoint(RequestHead head, Endpoint endpoint, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }
  default FilterStatus onRequestBody(ByteBuf borrowed, boolean last, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }
  default void onRequestTrailers(Fields trailers, StreamContext stream) {}
  default FilterStatus onResponse(ResponseHead head, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }
  default FilterStatus onResponseBody(ByteBuf borrowed, boolean last, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }
  default void onResponseTrailers(Fields trailers, StreamContext stream) {}
  default void onEnd(Outcome outcome, StreamContext stream) {}
  enum BodyMode {
    IGNORE,
    STREAM,
    WHOLE
  }
}
