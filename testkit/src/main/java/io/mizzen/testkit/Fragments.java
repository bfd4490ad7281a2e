package io.mizzen.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways in which the same bytes may arrive. */
public final class Fragments {
  /** Above this length not every byte is a cut: the square of it would make tests slow. */
  private static final int DENSE = 2048;

  /** The distance of cuts in the middle of long inputs; prime, so that it meets no alignment. */
  private static final int STRIDE = 211;

  private Fragments() {}

  /**
   * Positions at which an input is cut: every one of an input of up to 2 KiB; of a longer one the
   * first and last 512 and some between.
   */
  public static List<Integer> cuts(int length) {
    List<Integer> cuts = new ArrayList<>();
    for (int at = 1; at < length; at++) {
      if (length <= DENSE || at <= 512 || at >= length - 512 || at % STRIDE == 0) {
        cuts.add(at);
      }
    }
    return cuts;
  }

  /** The input in two pieces. */
  public static List<byte[]> at(byte[] bytes, int cut) {
    return List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
  }

  /** The input byte by byte. */
  public static List<byte[]> bytewise(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      pieces.add(new byte[] {b});
    }
    return pieces;
  }

  /** The input in pieces of 1 to {@code longest} bytes; the seed decides. */
  public static List<byte[]> random(byte[] bytes, int longest, long seed) {
    Random random = new Random(seed);
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(longest));
      pieces.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return pieces;
  }

  /** Several inputs as one. */
  public static byte[] glue(List<byte[]> inputs) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    inputs.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Two inputs as one. */
  public static byte[] glue(byte[] first, byte[] second) {
    return glue(List.of(first, second));
  }
}
