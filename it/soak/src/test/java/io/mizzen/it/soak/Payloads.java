package io.mizzen.it.soak;

import java.util.SplittableRandom;

/** Contents that both ends know: so many of different lengths, the same in every run. */
final class Payloads {
  private static final int COUNT = 64;

  private static final byte[][] ALL = make();

  private Payloads() {}

  private static byte[][] make() {
    SplittableRandom random = new SplittableRandom(20261121);
    byte[][] all = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      // Mostly about a KiB; one in sixteen larger than a read of the proxy, one empty.
      int length =
          i == 0 ? 0 : i % 16 == 0 ? 40_000 + random.nextInt(40_000) : random.nextInt(2048);
      all[i] = new byte[length];
      random.nextBytes(all[i]);
    }
    return all;
  }

  static byte[] of(long key) {
    return ALL[(int) Long.remainderUnsigned(key, COUNT)];
  }
}
