package io.mizzen.testkit;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;

/** The suite passes for a filter that does everything a filter may do. */
class StreamFilterContractTest extends StreamFilterContract {
  @Override
  protected StreamFilter filter() {
    return new Busy();
  }

  private static final class Busy implements StreamFilter {
    @Override
    public BodyMode requestBody() {
      return BodyMode.STREAM;
    }

    @Override
    public FilterStatus onRequest(RequestHead head, StreamContext stream) {
      stream.state(head.service().toString());
      stream.pause().resume();
      return FilterStatus.PAUSE;
    }

    @Override
    public FilterStatus onResponse(ResponseHead head, StreamContext stream) {
      head.set("served-by", String.valueOf(stream.state()));
      return stream.request().verb().toString().equals("sync")
          ? stream.reply(LocalReply.of(Why.DENIED))
          : FilterStatus.CONTINUE;
    }
  }
}
