package io.mizzen.bench;

import io.mizzen.bench.load.Sample;
import io.mizzen.bench.proxy.CpuReading;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One measured stretch of time.
 *
 * @param spent by the proxy; all zero for the direct path
 * @param residentBytes of the proxy at the end
 * @param loadOthers share of the load core that went to other processes, 0 to 1
 * @param calls system calls per answer; NaN if not counted
 */
record Window(
    Scenario.Phase phase,
    int round,
    Sample sample,
    CpuReading.Spent spent,
    long residentBytes,
    double loadOthers,
    double calls) {
  /** More than this share of either core for others, and the figures are not the proxy's alone. */
  private static final double QUIET = 0.05;

  /** From here on the proxy's core is what limits the rate. */
  private static final double FULL = 0.93;

  static final CpuReading.Spent NOTHING = new CpuReading.Spent(0, 0, 0);

  double cpuMicros() {
    return spent.totalNanos() == 0 || sample.answers() == 0
        ? Double.NaN
        : spent.totalNanos() / 1e3 / sample.answers();
  }

  double userMicros() {
    return cpuMicros() * spent.userShare();
  }

  double proxyCore() {
    return (double) spent.totalNanos() / sample.nanos();
  }

  boolean full() {
    return proxyCore() >= FULL;
  }

  boolean disturbed() {
    return loadOthers > QUIET || (double) spent.othersNanos() / sample.nanos() > QUIET;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("phase", phase);
    json.put("round", round);
    json.put("answers", sample.answers());
    json.put("seconds", sample.nanos() / 1e9);
    json.put("perSecond", sample.perSecond());
    json.put("cpuMicros", cpuMicros());
    json.put("userMicros", userMicros());
    json.put("proxyCore", proxyCore());
    json.put("proxyCoreOthers", (double) spent.othersNanos() / sample.nanos());
    json.put("loadCoreOthers", loadOthers);
    json.put("p50Micros", sample.p50Micros());
    json.put("p99Micros", sample.p99Micros());
    json.put("p999Micros", sample.p999Micros());
    json.put("maxMicros", sample.maxMicros());
    json.put("residentBytes", residentBytes);
    json.put("callsPerAnswer", calls);
    json.put("errors", sample.faults());
    json.put("firstError", sample.firstFault());
    return json;
  }
}
