package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.PickContext;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Turns by weight: earliest deadline first. An endpoint of weight w is due every 1/w of virtual
 * time, so one cycle of virtual time gives each endpoint exactly its weight, well mixed. Phases are
 * random within the period, or all workers would begin with the heaviest.
 *
 * <pre>
 *   weight 3   |--x--------x--------x-----|     x: due
 *   weight 1   |---------------x----------|     picks in order of x
 * </pre>
 *
 * <p>A heap of indices keeps the order: O(log n) for a pick. An endpoint that is due but not usable
 * waits for its next turn counted from now: it keeps no claim to the turns it missed, which would
 * hit it as a burst on its return.
 */
final class ScheduleBalancer implements LoadBalancer {
  /** Virtual time starts anew here: beyond, adding 1/w would begin to lose digits. */
  private static final double REBASE = 1 << 20;

  private final Members members;
  private final double[] due;
  private final int[] heap;
  private final int[] passedOver;

  ScheduleBalancer(Members members, SplittableRandom start) {
    this.members = members;
    int size = members.size();
    this.due = new double[size];
    this.heap = new int[size];
    this.passedOver = new int[size];
    for (int i = 0; i < size; i++) {
      heap[i] = i;
      due[i] = (1 - start.nextDouble()) / members.weight(i);
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i, size);
    }
  }

  @Override
  public @Nullable Endpoint pick(PickContext context) {
    int size = heap.length;
    int passed = 0;
    while (passed < size && !members.usable(heap[0], context)) {
      // Off the heap for this pick; the heap shrinks by one.
      passedOver[passed++] = heap[0];
      heap[0] = heap[size - passed];
      sink(0, size - passed);
    }
    if (passed == size) {
      for (int i = 0; i < size; i++) {
        heap[i] = passedOver[i];
      }
      // Still in order of their deadlines, so already a heap; time stands still.
      return null;
    }
    int picked = heap[0];
    double now = due[picked];
    due[picked] = now + period(picked, context);
    sink(0, size - passed);
    while (passed > 0) {
      int waiting = passedOver[--passed];
      due[waiting] = now + 1.0 / members.weight(waiting);
      int last = size - passed - 1;
      heap[last] = waiting;
      rise(last);
    }
    if (now > REBASE) {
      for (int i = 0; i < size; i++) {
        due[i] -= now;
      }
    }
    return members.get(picked);
  }

  private double period(int index, PickContext context) {
    return 1.0 / (members.weight(index) * members.ramp(index, context));
  }

  private void sink(int from, int size) {
    int hole = from;
    int moved = heap[hole];
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], moved)) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = moved;
  }

  private void rise(int from) {
    int hole = from;
    int moved = heap[hole];
    while (hole > 0 && before(moved, heap[(hole - 1) / 2])) {
      heap[hole] = heap[(hole - 1) / 2];
      hole = (hole - 1) / 2;
    }
    heap[hole] = moved;
  }

  private boolean before(int left, int right) {
    return due[left] < due[right];
  }
}
