package io.mizzen.bench;

import java.util.Map;

/**
 * What the summary says about one proxy in one scenario; NaN for what was not measured.
 *
 * @param cpuTo CPU per request as a multiple of each other proxy's: the median of the ratios of the
 *     same rounds
 * @param p50Over median latency at the fixed rate less that of the best other proxy, in
 *     microseconds; the 99th percentile alike
 */
record SummaryRow(
    String scenario,
    String proxy,
    double perSecond,
    double cpuMicros,
    Map<String, Double> cpuTo,
    double calls,
    double p50Over,
    double p99Over,
    long errors) {}
