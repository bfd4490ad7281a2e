package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Departure;
import io.mizzen.kernel.network.Departures;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two links that feed each other raw bytes, on their way to another process: both go or neither.
 * Made only for that. On their worker.
 */
record LinkPair(DownstreamLink down, Link up) {
  /** What another process has to know beyond the bytes. */
  interface State {
    /** Asked when both are off the loop; null if they have ended meanwhile. */
    @Nullable Bytes tell();
  }

  /**
   * Takes both off the loop and gives them to the other process.
   *
   * @param owner hears what becomes of them: {@link Departure.Owner#stays} also if they cannot go
   */
  void leave(Departures departures, State state, Departure.Owner owner) {
    // Both at once: nothing may go from one to the other any more.
    Manifest.@Nullable Socket[] sockets = new Manifest.Socket[2];
    down.link().relocation().detach(socket -> sockets[0] = socket);
    up.relocation()
        .detach(
            socket -> {
              sockets[1] = socket;
              Manifest manifest = manifest(sockets[0], sockets[1], state);
              if (manifest == null) {
                owner.stays();
              } else {
                departures.depart(departure(manifest, owner));
              }
            });
  }

  private @Nullable Manifest manifest(
      Manifest.@Nullable Socket first, Manifest.@Nullable Socket second, State state) {
    if (first == null || second == null) {
      return null;
    }
    Bytes told = state.tell();
    return told == null ? null : down.manifest(0, told, List.of(first, second));
  }

  private Departure departure(Manifest manifest, Departure.Owner owner) {
    return new Departure(
        manifest,
        List.of(down.link().relocation().socket(), up.relocation().socket()),
        down.link().worker(),
        owner);
  }

  /** They go on here; {@link #redeliver} must follow. */
  void reattach() {
    // Both before any byte goes from one to the other.
    down.link().relocation().reattach();
    up.relocation().reattach();
  }

  /** Whoever their bytes go to can take them. */
  void redeliver() {
    down.link().redeliver();
    up.redeliver();
  }
}
