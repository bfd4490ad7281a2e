package io.mizzen.kernel.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdTableTest {
  @Test
  void behavesAsAMapUnderAnyOrderOfCalls() {
    IdTable<String> table = new IdTable<>();
    Map<Long, String> model = new HashMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long id = random.nextInt(12);
      if (!table.contains(id) && random.nextBoolean()) {
        table.put(id, "v" + i);
        model.put(id, "v" + i);
      } else if (random.nextInt(500) == 0) {
        table.clear();
        model.clear();
      } else {
        assertEquals(model.remove(id), table.remove(id));
      }
      assertEquals(model.size(), table.size());
      assertEquals(model.isEmpty(), table.isEmpty());
      assertEquals(model.get(id), table.get(id));
      assertEquals(new HashSet<>(model.values()), new HashSet<>(table.all()));
    }
  }

  @Test
  void visitorsMayEndWhatTheyVisit() {
    IdTable<Long> table = new IdTable<>();
    for (long id = 0; id < 5; id++) {
      table.put(id, id);
    }
    table.all().forEach(table::remove);
    assertTrue(table.isEmpty());
    assertNull(table.get(0));
  }
}
