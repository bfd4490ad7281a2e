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

    /**
     * Takes over a connection that another process had until now. Nothing may be written before
     * {@link Arrival#whenReady}.
     *
     * @param protocol what it speaks; null for raw bytes
     * @param upstream the socket that came with it, whose handler is to be set; null if none did
     * @return gets the bytes from here on
     * @throws IllegalArgumentException if it cannot go on here, with a sentence
     */
    LinkHandler resume(
        DownstreamLink connection,
        @Nullable Candidate protocol,
        Manifest manifest,
        @Nullable Link upstream,
        Arrival arrival);
  }
}
