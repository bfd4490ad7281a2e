package io.mizzen.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final long TICK = 1L << TimerWheel.TICK_SHIFT;

  private final TimerWheel wheel = new TimerWheel(1000);
  private long now = 1000;

  private final class Node extends TimerNode {
    private long due;
    private long firedAt = -1;
    private Runnable then = () -> {};

    Node in(long nanos) {
      due = now + nanos;
      wheel.schedule(this, due);
      return this;
    }

    @Override
    protected void fire() {
      firedAt = now;
      then.run();
    }
  }

  private void advanceTo(long nanos) {
    now = nanos;
    wheel.advance(nanos);
  }

  @Test
  void neverFiresEarlyAndAtMostTwoTicksLate() {
    Random random = new Random(7);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      nodes.add(new Node().in(random.nextLong(20_000 * TICK)));
    }
    while (wheel.size() > 0) {
      advanceTo(wheel.nextWake());
    }
    for (Node node : nodes) {
      assertTrue(node.firedAt >= node.due, "early");
      assertTrue(node.firedAt <= node.due + 2 * TICK, "late by " + (node.firedAt - node.due));
    }
  }

  @Test
  void aTimeBeyondBothLevelsFiresWhenItIsDue() {
    Node year = new Node().in(365L * 24 * 3600 * 1_000_000_000L);
    int wakes = 0;
    while (wheel.size() > 0) {
      advanceTo(wheel.nextWake());
      wakes++;
    }
    assertTrue(year.firedAt >= year.due && year.firedAt <= year.due + 2 * TICK);
    assertTrue(wakes < 100_000, "woke " + wakes + " times");
  }

  @Test
  void anIdleWheelAsksForNoWake() {
    assertEquals(Long.MAX_VALUE, wheel.nextWake());
    Node node = new Node().in(TICK);
    wheel.cancel(node);
    assertEquals(Long.MAX_VALUE, wheel.nextWake());
  }

  @Test
  void aNodeMayCancelAnotherOfTheSameTick() {
    Node second = new Node();
    Node first = new Node();
    second.then = () -> wheel.cancel(first);
    first.then = () -> wheel.cancel(second);
    first.in(TICK);
    second.in(TICK);
    advanceTo(now + 5 * TICK);
    assertEquals(1, (first.firedAt >= 0 ? 1 : 0) + (second.firedAt >= 0 ? 1 : 0));
    assertEquals(0, wheel.size());
  }

  @Test
  void aNodeThatComesBackAtOnceDoesNotKeepTheTurn() {
    int[] fired = {0};
    Node again = new Node();
    again.then =
        () -> {
          fired[0]++;
          again.in(0);
        };
    again.in(0);
    advanceTo(now + 10 * TICK);
    assertTrue(fired[0] > 0 && fired[0] <= 11, "fired " + fired[0]);
  }

  @Test
  void movingANodeFiresItOnce() {
    int[] fired = {0};
    Node node = new Node();
    node.then = () -> fired[0]++;
    node.in(TICK);
    node.in(700 * TICK);
    advanceTo(now + 699 * TICK);
    assertEquals(0, fired[0]);
    advanceTo(now + 10 * TICK);
    assertEquals(1, fired[0]);
  }

  @Test
  void aNodeThatThrowsLeavesTheOthersInPlace() {
    Node bad = new Node();
    bad.then =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    bad.in(TICK);
    Node good = new Node().in(TICK);
    long later = now + 5 * TICK;
    now = later;
    try {
      wheel.advance(later);
    } catch (IllegalStateException expected) {
      assertEquals("on purpose", expected.getMessage());
    }
    now = later + TICK;
    wheel.advance(now);
    assertTrue(good.firedAt >= good.due);
    assertThrows(
        IllegalStateException.class,
        () -> {
          bad.in(0);
          advanceTo(now + 5 * TICK);
        });
  }
}
