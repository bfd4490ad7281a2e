package io.mizzen.kernel.network;

import io.mizzen.spi.Why;
import io.mizzen.spi.network.NetworkFilter;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Shows every byte of a connection to its network filters, once, before whoever uses it. */
final class FilteredLink implements LinkHandler {
  private final DownstreamLink connection;
  private final LinkHandler next;
  private final NetworkFilter[] filters;
  private int accepted;
  private int seen;

  FilteredLink(DownstreamLink connection, LinkHandler next, List<NetworkFilter.Source> sources) {
    this.connection = connection;
    this.next = next;
    this.filters = new NetworkFilter[sources.size()];
    for (int i = 0; i < filters.length; i++) {
      filters[i] = sources.get(i).open(connection);
    }
    connection.link().writeTap(this::onWrite);
  }

  /** Returns whether all filters accept the connection. */
  boolean accept() {
    for (NetworkFilter filter : filters) {
      accepted++;
      if (filter.onAccept(connection) == NetworkFilter.Verdict.CLOSE) {
        connection.close(Why.DENIED);
        return false;
      }
    }
    return true;
  }

  @Override
  public void onBytes(ByteBuf in) {
    if (in.readableBytes() > seen) {
      ByteBuf fresh = in.slice(in.readerIndex() + seen, in.readableBytes() - seen);
      for (NetworkFilter filter : filters) {
        if (filter.onRead(fresh, connection) == NetworkFilter.Verdict.CLOSE) {
          in.skipBytes(in.readableBytes());
          connection.endsFor(Why.DENIED);
          connection.link().abort();
          return;
        }
      }
    }
    next.onBytes(in);
    seen = in.readableBytes();
  }

  private void onWrite(ByteBuf borrowed) {
    for (NetworkFilter filter : filters) {
      filter.onWrite(borrowed, connection);
    }
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    next.onInputClosed(in);
  }

  @Override
  public void onWritable(Writable state) {
    next.onWritable(state);
  }

  /** Also in place of leaving: a filter that has seen the beginning has to see the end. */
  @Override
  public void drain() {
    next.drain();
  }

  @Override
  public void onClosed(End end) {
    for (int i = 0; i < accepted; i++) {
      filters[i].onClose(connection);
    }
    next.onClosed(end);
  }
}
