package io.mizzen.kernel.config;

/**
 * How large a configuration may be.
 *
 * @param codePoints characters of one file, from 1
 * @param aliasedNodes values that all aliases of one file stand for, from 0
 */
public record LoadLimits(int codePoints, long aliasedNodes) {
  /**
   * 64 MiB of text hold some 150,000 clusters. Four million aliased values are 200,000 uses of a
   * fragment with twenty lines, and a "billion laughs" file reaches that at once.
   */
  public static final LoadLimits DEFAULT = new LoadLimits(64 << 20, 4_000_000);

  public LoadLimits {
    if (codePoints < 1) {
      throw new IllegalArgumentException("codePoints must be at least 1, got " + codePoints);
    }
    if (aliasedNodes < 0) {
      throw new IllegalArgumentException("aliasedNodes must be at least 0, got " + aliasedNodes);
    }
  }
}
