package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.restart.Remains;
import io.mizzen.kernel.restart.Residents;
import io.mizzen.kernel.restart.StatePart;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections a listener of the warm-up has now; those that come later do not move. */
final class WarmUpResidents implements Residents {
  private final Listener listener;
  private final Set<DownstreamLink> moving = new HashSet<>();

  WarmUpResidents(Listener listener) {
    this.listener = listener;
    listener.connections().forEach(moving::add);
  }

  @Override
  public List<DownstreamLink> open() {
    return List.copyOf(moving);
  }

  @Override
  public void drain() {
    // What has not moved goes on where it is.
  }

  @Override
  public void served() {
    // Nobody serves here.
  }

  @Override
  public List<StatePart> state() {
    return List.of();
  }

  @Override
  public int connections() {
    int left = 0;
    for (DownstreamLink connection : listener.connections()) {
      if (moving.contains(connection)) {
        left++;
      }
    }
    return left;
  }

  @Override
  public Remains remains() {
    return Remains.of(connections(), 0, Map.of());
  }

  @Override
  public boolean isDone() {
    return false;
  }
}
