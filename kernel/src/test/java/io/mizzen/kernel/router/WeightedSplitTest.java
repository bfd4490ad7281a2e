package io.mizzen.kernel.router;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WeightedSplitTest {
  @Test
  void splitsExactlyOverEachRoundOfTheSum() {
    int[] weights = {90, 7, 0, 3};
    WeightedSplit split = new WeightedSplit(weights, 2);
    for (int round = 0; round < 3; round++) {
      int[] counts = new int[4];
      for (int i = 0; i < 100; i++) {
        counts[split.next(1)]++;
      }
      assertArrayEquals(weights, counts);
    }
  }

  @Test
  void spreadsEvenlyWithinARound() {
    WeightedSplit split = new WeightedSplit(new int[] {1, 1}, 1);
    int first = split.next(0);
    assertTrue(first != split.next(0));
  }

  @Test
  void refusesASplitWithoutAnyWeight() {
    assertThrows(IllegalArgumentException.class, () -> new WeightedSplit(new int[] {0, 0}, 1));
  }
}
