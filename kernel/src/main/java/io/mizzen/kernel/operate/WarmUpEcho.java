package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.network.Manifest;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Sends back what comes. */
final class WarmUpEcho implements Chain.Target {
  @Override
  public LinkHandler open(DownstreamLink connection, @Nullable Candidate protocol) {
    return new Echo(connection);
  }

  @Override
  public LinkHandler resume(
      DownstreamLink connection,
      @Nullable Candidate protocol,
      Manifest manifest,
      @Nullable Link upstream,
      Arrival arrival) {
    throw new IllegalArgumentException("an upstream does not move");
  }

  private record Echo(DownstreamLink connection) implements LinkHandler {
    @Override
    public void onBytes(ByteBuf in) {
      connection.link().write(in.readRetainedSlice(in.readableBytes()));
    }

    @Override
    public void onInputClosed(ByteBuf in) {
      connection.link().close();
    }

    @Override
    public void onWritable(Writable state) {
      // Callers wait for each answer, so that there is never much to write.
    }

    @Override
    public void onClosed(End end) {
      connection.owner().closed(connection);
    }
  }
}
