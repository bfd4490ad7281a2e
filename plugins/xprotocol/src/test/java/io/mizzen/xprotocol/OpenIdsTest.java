package io.mizzen.xprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenIdsTest {
  @Test
  void behavesAsASetOfInts() {
    OpenIds open = new OpenIds();
    Set<Integer> model = new HashSet<>();
    Random random = new Random(7);
    for (int step = 0; step < 200_000; step++) {
      // few different numbers that share their low bits: long runs, around the end of the table
      int id = random.nextInt(40) * 64 + random.nextInt(5) - 2;
      if (id == 0) {
        continue;
      }
      if (random.nextInt(3) > 0) {
        assertEquals(model.remove(id), open.contains(id));
        open.remove(id);
      } else {
        model.add(id);
        open.add(id);
      }
      assertEquals(model.contains(id), open.contains(id));
      assertEquals(model.size(), open.size());
    }
    for (int id : model) {
      assertEquals(true, open.contains(id));
    }
  }

  @Test
  void growsWithManyOpenIds() {
    OpenIds open = new OpenIds();
    for (int id = -5000; id < 5000; id++) {
      if (id != 0) {
        open.add(id);
        open.add(id);
      }
    }
    assertEquals(9999, open.size());
    for (int id = -5000; id < 5000; id++) {
      assertEquals(id != 0, open.contains(id));
      open.remove(id);
    }
    assertEquals(0, open.size());
    assertEquals(false, open.contains(0), "the mark of a free place is no member");
  }
}
