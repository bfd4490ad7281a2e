package io.mizzen.balancer.basic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mizzen.spi.upstream.Endpoint.Gate;
import io.mizzen.spi.upstream.LoadBalancer;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {
  /** Less than a byte for each of the picks: anything allocated per pick is 16 bytes at least. */
  private static final int PICKS = 100_000;

  @Test
  void aPickAllocatesNothing() {
    List<FakeEndpoint> equal = FakeEndpoint.weighing(1, 1, 1, 1);
    List<FakeEndpoint> weighted = FakeEndpoint.weighing(1, 2, 3, 4);
    weighted.get(3).gate = Gate.SHUT;
    weighted.get(2).ramp = 0.5;
    FakeWorker worker = new FakeWorker(0);
    LoadBalancer.Builder roundRobin = RoundRobinFactory.builder(new Starts(1));
    assertFree(roundRobin.over(List.copyOf(equal), worker));
    assertFree(roundRobin.over(List.copyOf(weighted), worker));
    assertFree(new RandomBalancer(new Draw(new Members(List.copyOf(weighted)))));
    assertFree(new LeastRequestBalancer(new Draw(new Members(List.copyOf(weighted))), 3));
  }

  private static void assertFree(LoadBalancer balancer) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    FakePick pick = new FakePick();
    pick.pickFrom(balancer, 1000);
    long before = threads.getCurrentThreadAllocatedBytes();
    pick.pickFrom(balancer, PICKS);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < PICKS, balancer.getClass().getSimpleName() + " allocated " + bytes);
  }
}
