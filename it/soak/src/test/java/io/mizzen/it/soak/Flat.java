package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What of a process must be the same after as before. */
final class Flat {
  /** A full collection leaves some tens of KiB that are not the same each time. */
  private static final long HEAP_NOISE = 512 * 1024;

  /** Late lambdas and accessors of what happens seldom. */
  private static final int CLASS_NOISE = 40;

  private final String what;
  private final MizzenProcess mizzen;
  private final MizzenProcess.Heap heap;
  private final int classes;
  private final long direct;

  private Flat(String what, MizzenProcess mizzen) throws Exception {
    this.what = what;
    this.mizzen = mizzen;
    heap = mizzen.heap();
    classes = mizzen.classes();
    direct = direct(mizzen);
  }

  /** Looks now; call it when the process is warm. */
  static Flat since(String what, MizzenProcess mizzen) throws Exception {
    return new Flat(what, mizzen);
  }

  private static long direct(MizzenProcess mizzen) throws Exception {
    return mizzen.sum("mizzen_direct_memory_used_bytes");
  }

  /** Looks again, keeps the figures with {@code facts}, and compares. */
  void check(String facts) throws Exception {
    MizzenProcess.Heap now = mizzen.heap();
    int classesNow = mizzen.classes();
    Soak.tell(
        what
            + ": "
            + facts
            + "; heap "
            + heap.bytes() / 1024
            + " -> "
            + now.bytes() / 1024
            + " KiB, classes "
            + classes
            + " -> "
            + classesNow
            + ", direct "
            + direct / 1024
            + " -> "
            + direct(mizzen) / 1024
            + " KiB, resident "
            + Soak.mib(mizzen.resident(MizzenProcess.Memory.NOW)));
    assertTrue(
        now.bytes() - heap.bytes() < HEAP_NOISE,
        () -> "the heap grew from " + heap.bytes() + " to " + now.bytes() + now.growth(heap));
    assertTrue(
        classesNow - classes < CLASS_NOISE,
        () -> "classes grew from " + classes + " to " + classesNow);
  }
}
