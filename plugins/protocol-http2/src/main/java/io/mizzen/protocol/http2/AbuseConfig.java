package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Checks;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** What a peer may do that costs us more than it. Beyond it the connection ends. */
@Doc(
    "How much of what costs the proxy more than the caller a connection may bring in 30 seconds."
        + " Beyond it the connection ends with ENHANCE_YOUR_CALM.")
public record AbuseConfig(
    @Default("200")
        @Doc(
            "Streams that are reset, by the caller or because of what it sent (CVE-2023-44487,"
                + " CVE-2025-8671). Streams refused for maxStreams do not count.")
        int maxResets,
    @Default("200")
        @Doc("PING frames, beyond one for each frame of a request or an answer (CVE-2019-9512).")
        int maxPings,
    @Default("50")
        @Doc(
            "SETTINGS frames, beyond one for each frame of a request or an answer (CVE-2019-9515).")
        int maxSettings,
    @Default("100") @Doc("Frames without content that end nothing (CVE-2019-9518).")
        int maxEmptyFrames,
    @Default("1000") @Doc("PRIORITY and unknown frames; their content is ignored (CVE-2019-9513).")
        int maxIgnoredFrames,
    @Default("1000")
        @Doc("WINDOW_UPDATE frames, beyond ten for each DATA frame sent (CVE-2019-9511).")
        int maxWindowUpdates,
    @Default("16") @Doc("CONTINUATION frames of one field section (CVE-2024-27316).")
        int maxContinuations) {
  private static final int MOST = 1_000_000_000;

  public AbuseConfig {
    Checks.count("maxResets", maxResets, 1, MOST);
    Checks.count("maxPings", maxPings, 1, MOST);
    Checks.count("maxSettings", maxSettings, 1, MOST);
    Checks.count("maxEmptyFrames", maxEmptyFrames, 1, MOST);
    Checks.count("maxIgnoredFrames", maxIgnoredFrames, 1, MOST);
    Checks.count("maxWindowUpdates", maxWindowUpdates, 1, MOST);
    Checks.count("maxContinuations", maxContinuations, 0, 1_000);
  }
}
