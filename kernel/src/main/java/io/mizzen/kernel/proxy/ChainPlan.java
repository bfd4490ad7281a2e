package io.mizzen.kernel.proxy;

import io.mizzen.kernel.stream.FilterPlan;

/**
 * What a chain does with a stream: a stream keeps the plan it began with.
 *
 * @param filters the stream filters
 * @param table the route table
 * @param bufferLimit bytes of a body that may be held back for filters and repetitions
 * @param metrics counts of the chain's listener and protocol
 * @param turned which routes a filter turns into another protocol
 */
public record ChainPlan(
    FilterPlan filters,
    BoundTable table,
    int bufferLimit,
    StreamMetrics metrics,
    TurnedRoutes turned) {
  public ChainPlan(FilterPlan filters, BoundTable table, int bufferLimit, StreamMetrics metrics) {
    this(filters, table, bufferLimit, metrics, TurnedRoutes.of(filters, table.table().routes()));
  }

  /**
   * The place of a plan in a listener: connections hold it and see a new plan with their next
   * stream.
   */
  public static final class Handle {
    private volatile ChainPlan plan; // written by the control thread, read by any worker
    private volatile boolean retired; // the same

    public Handle(ChainPlan plan) {
      this.plan = plan;
    }

    public ChainPlan plan() {
      return plan;
    }

    public void plan(ChainPlan next) {
      plan = next;
    }

    /** The chain is gone or speaks something else: its connections end as they become idle. */
    public void retire() {
      retired = true;
    }

    public boolean isRetired() {
      return retired;
    }
  }
}
