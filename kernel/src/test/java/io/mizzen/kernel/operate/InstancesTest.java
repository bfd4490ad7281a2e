package io.mizzen.kernel.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose instances live how long. */
class InstancesTest {
  /** Far more collections than one that clears a weak reference needs. */
  private static final int COLLECTIONS = 50;

  private record Config(String text) {}

  private static final class Thing implements AutoCloseable {
    private final String name;
    private final List<String> closed;

    Thing(String name, List<String> closed) {
      this.name = name;
      this.closed = closed;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  private final List<String> closed = new ArrayList<>();

  private Thing thing(Instances of, String name) {
    Instances.Key key = new Instances.Key("place", "thing", new Config(name));
    return of.get(Thing.class, key, () -> new Thing(name, closed));
  }

  @Test
  void whatIsEqualIsTakenOverAndTheRestClosed() {
    Instances first = new Instances(null);
    Thing kept = thing(first, "kept");
    thing(first, "gone");
    first.replace(null);
    Instances second = new Instances(first);
    assertSame(kept, thing(second, "kept"));
    thing(second, "new");
    second.replace(first);
    assertEquals(List.of("gone"), closed);
    Instances third = new Instances(second);
    assertSame(kept, thing(third, "kept"));
    assertNotSame(kept, thing(third, "gone"));
  }

  @Test
  void whatNeverGoesIntoServiceIsClosedWithoutWhatIsInService() {
    Instances running = new Instances(null);
    thing(running, "running");
    running.replace(null);
    Instances refused = new Instances(running);
    thing(refused, "running");
    thing(refused, "refused");
    refused.abandon();
    assertEquals(List.of("refused"), closed);
    running.closeAll();
    assertEquals(List.of("refused", "running"), closed);
  }

  @Test
  void aBlueprintInServiceKeepsNoneOfThoseBefore() {
    Instances first = new Instances(null);
    WeakReference<Thing> old = new WeakReference<>(thing(first, "old"));
    first.replace(null);
    Instances second = new Instances(first);
    thing(second, "new");
    second.replace(first);
    for (int i = 0; i < COLLECTIONS && old.get() != null; i++) {
      System.gc();
    }
    assertNull(old.get());
    assertSame(thing(second, "new"), thing(new Instances(second), "new"));
  }
}
