package io.mizzen.kernel.network;

import io.mizzen.spi.network.NetworkFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One filter chain of a listener, ready to take connections. Immutable, shared by all workers.
 *
 * @param name its name in views
 * @param matcher which connections it takes
 * @param networkFilters what sees the bytes, in order
 * @param candidates the protocols it may speak; one means there is nothing to detect, none means
 *     raw bytes
 * @param target what takes the connection over
 */
public record Chain(
    String name,
    ChainMatcher matcher,
    List<NetworkFilter.Source> networkFilters,
    List<Candidate> candidates,
    Target target) {
  public Chain {
    networkFilters = List.copyOf(networkFilters);
    candidates = List.copyOf(candidates);
  }

  /** Takes a connection whose chain and protocol are known. */
  public interface Target {
    /**
     * @param protocol what it speaks; null for raw bytes
     * @return gets the bytes from here on
     */
    LinkHandler open(DownstreamLink connection, @Nullable Candidate protocol);
  }
}
