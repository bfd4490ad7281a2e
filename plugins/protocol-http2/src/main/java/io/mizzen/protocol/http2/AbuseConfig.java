package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Checks;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.ShortForm;

/** What a peer may do that costs us more than it. Beyond it the connection ends. */
@Doc(
    "How much of what costs the proxy more than the caller a connection may bring in 30 seconds."
        + " Beyond it the connection ends with ENHANCE_YOUR_CALM.")
public record AbuseConfig(
    @ShortForm
        @Default("edge")
        @Doc("For whom the numbers are; with mesh each of them is at least that of the mesh.")
        Profile profile,
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
    @Default("1000")
        @Doc(
            "Frames that change nothing: PRIORITY (CVE-2019-9513), unknown ones, those that"
                + " acknowledge, GOAWAY, RST_STREAM of a stream that has ended; beyond one for each"
                + " frame of a request or an answer.")
        int maxIgnoredFrames,
    @Default("1000")
        @Doc("WINDOW_UPDATE frames, beyond ten for each DATA frame sent (CVE-2019-9511).")
        int maxWindowUpdates,
    @Default("16") @Doc("CONTINUATION frames of one field section (CVE-2024-27316).")
        int maxContinuations) {
  private static final int MOST = 1_000_000_000;

  /** Inside a mesh one connection carries the calls of a whole service, and what it cancels. */
  private static final int MESH = 100;

  public AbuseConfig {
    Checks.count("maxResets", maxResets, 1, MOST);
    Checks.count("maxPings", maxPings, 1, MOST);
    Checks.count("maxSettings", maxSettings, 1, MOST);
    Checks.count("maxEmptyFrames", maxEmptyFrames, 1, MOST);
    Checks.count("maxIgnoredFrames", maxIgnoredFrames, 1, MOST);
    Checks.count("maxWindowUpdates", maxWindowUpdates, 1, MOST);
    Checks.count("maxContinuations", maxContinuations, 0, 1_000);
    if (profile == Profile.MESH) {
      maxResets = Math.max(maxResets, 200 * MESH);
      maxPings = Math.max(maxPings, 200 * MESH);
      maxSettings = Math.max(maxSettings, 50 * MESH);
      maxEmptyFrames = Math.max(maxEmptyFrames, 100 * MESH);
      maxIgnoredFrames = Math.max(maxIgnoredFrames, 1000 * MESH);
      maxWindowUpdates = Math.max(maxWindowUpdates, 1000 * MESH);
    }
  }

  /** Who is at the other end. */
  public enum Profile {
    @Doc("Callers one does not know.")
    EDGE,
    @Doc("Proxies and services of one's own: a hundred times the numbers of edge.")
    MESH
  }
}
