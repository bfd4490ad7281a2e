package io.mizzen.bench;

import io.mizzen.bench.report.Numbers;
import io.mizzen.bench.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The one table of a run: Mizzen in each scenario, against each other proxy. */
final class Summary {
  private final List<SummaryRow> rows = new ArrayList<>();

  void add(Section section) {
    rows.addAll(section.rows());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    Set<String> peers = new LinkedHashSet<>();
    rows.forEach(row -> peers.addAll(row.cpuTo().keySet()));
    List<String> heads = new ArrayList<>(List.of("case", "proxy", "req/s", "CPU us/req"));
    peers.forEach(peer -> heads.add("/" + peer));
    heads.addAll(List.of("calls/req", "p50 over best us", "p99 over best us", "errors"));
    Table table = new Table(heads);
    for (SummaryRow row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.scenario(), row.proxy()));
      cells.add(Numbers.whole(row.perSecond()));
      cells.add(Numbers.two(row.cpuMicros()));
      peers.forEach(peer -> cells.add(Numbers.two(row.cpuTo().getOrDefault(peer, Double.NaN))));
      cells.add(Numbers.two(row.calls()));
      cells.add(Numbers.whole(row.p50Over()));
      cells.add(Numbers.whole(row.p99Over()));
      cells.add(Long.toString(row.errors()));
      table.row(cells);
    }
    return "## Summary\n\nCPU per request as a multiple of the others' in the same rounds\n\n"
        + table;
  }
}
