package com.acme.older;

import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;

/** One instance for all streams of all workers: nothing of a stream is kept in it. */
final class OlderStampFilter implements StreamFilter {
  private final OlderStampConfig config;

  OlderStampFilter(OlderStampConfig config) {
    this.config = config;
  }

  @Override
  public FilterStatus onResponse(ResponseHead head, StreamContext stream) {
    head.set(config.field(), config.value());
    return FilterStatus.CONTINUE;
  }
}
