package io.mizzen.kernel.telemetry;

import static io.mizzen.spi.telemetry.MetricSpec.counter;
import static io.mizzen.spi.telemetry.MetricSpec.gauge;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mizzen.spi.telemetry.MetricSpec;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process and its JVM, read when metrics are collected. The management beans cost some
 * milliseconds to load, so nothing here is touched before the first collection. Names follow the
 * Prometheus client libraries, so that common dashboards fit.
 */
public final class ProcessMetrics {
  private static final MetricSpec CPU =
      counter("process_cpu_seconds_total", "CPU time used, in seconds.");
  private static final MetricSpec START =
      gauge("process_start_time_seconds", "When the process started, in seconds since 1970.");
  private static final MetricSpec RESIDENT =
      gauge("process_resident_memory_bytes", "Memory of the process in RAM (RSS).");
  private static final MetricSpec OPEN_FDS = gauge("process_open_fds", "Open file descriptors.");
  private static final MetricSpec MAX_FDS =
      gauge("process_max_fds", "The most file descriptors it may open.");
  private static final MetricSpec MEMORY_USED =
      gauge("jvm_memory_used_bytes", "Memory in use, heap or nonheap.", "area");
  private static final MetricSpec MEMORY_COMMITTED =
      gauge("jvm_memory_committed_bytes", "Memory taken from the system.", "area");
  private static final MetricSpec MEMORY_MAX =
      gauge("jvm_memory_max_bytes", "The limit; -1 for none.", "area");
  private static final MetricSpec POOL_USED =
      gauge("jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap.", "pool");
  private static final MetricSpec DIRECT_USED =
      gauge("mizzen_direct_memory_used_bytes", "Direct memory held by Netty's allocators.");
  private static final MetricSpec DIRECT_MAX =
      gauge("mizzen_direct_memory_max_bytes", "The most direct memory Netty will take.");
  private static final MetricSpec GC_COUNT =
      counter("jvm_gc_collections_total", "Garbage collections.", "gc");
  private static final MetricSpec GC_SECONDS =
      counter("jvm_gc_collection_seconds_total", "Time spent collecting, in seconds.", "gc");
  private static final MetricSpec THREADS = gauge("jvm_threads_current", "Live threads.");
  private static final MetricSpec CLASSES =
      gauge("jvm_classes_currently_loaded", "Classes in memory.");

  /** All of them, in the order of the documentation. */
  public static final List<MetricSpec> ALL =
      List.of(
          CPU,
          START,
          RESIDENT,
          OPEN_FDS,
          MAX_FDS,
          MEMORY_USED,
          MEMORY_COMMITTED,
          MEMORY_MAX,
          POOL_USED,
          DIRECT_USED,
          DIRECT_MAX,
          GC_COUNT,
          GC_SECONDS,
          THREADS,
          CLASSES);

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long KIB = 1024;

  private ProcessMetrics() {}

  /** The resident memory of this process in bytes; -1 where the system does not tell. */
  public static long residentBytes() {
    try {
      for (String line : Files.readString(STATUS, StandardCharsets.ISO_8859_1).split("\n")) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
        }
      }
    } catch (IOException e) {
      // Not Linux: the metric is left out.
      return -1;
    }
    return -1;
  }

  static void write(PrometheusText text) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      one(text, CPU, seconds(system.getProcessCpuTime() / 1_000_000));
      one(text, OPEN_FDS, Long.toString(system.getOpenFileDescriptorCount()));
      one(text, MAX_FDS, Long.toString(system.getMaxFileDescriptorCount()));
    }
    one(text, START, seconds(ManagementFactory.getRuntimeMXBean().getStartTime()));
    long resident = residentBytes();
    if (resident >= 0) {
      one(text, RESIDENT, Long.toString(resident));
    }
    memory(text);
    collections(text);
    one(text, THREADS, Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()));
    one(
        text,
        CLASSES,
        Integer.toString(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
  }

  private static void memory(PrometheusText text) throws IOException {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage rest = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    areas(text, MEMORY_USED, heap.getUsed(), rest.getUsed());
    areas(text, MEMORY_COMMITTED, heap.getCommitted(), rest.getCommitted());
    areas(text, MEMORY_MAX, heap.getMax(), rest.getMax());
    text.head(POOL_USED);
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      sample(text, POOL_USED, pool.getName(), Long.toString(pool.getMemoryUsed()));
    }
    long direct = PlatformDependent.usedDirectMemory();
    if (direct >= 0) {
      one(text, DIRECT_USED, Long.toString(direct));
    }
    one(text, DIRECT_MAX, Long.toString(PlatformDependent.maxDirectMemory()));
  }

  private static void collections(PrometheusText text) throws IOException {
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    text.head(GC_COUNT);
    for (GarbageCollectorMXBean gc : collectors) {
      sample(text, GC_COUNT, gc.getName(), Long.toString(Math.max(0, gc.getCollectionCount())));
    }
    text.head(GC_SECONDS);
    for (GarbageCollectorMXBean gc : collectors) {
      sample(text, GC_SECONDS, gc.getName(), seconds(Math.max(0, gc.getCollectionTime())));
    }
  }

  private static void areas(PrometheusText text, MetricSpec spec, long heap, long rest)
      throws IOException {
    text.head(spec);
    sample(text, spec, "heap", Long.toString(heap));
    sample(text, spec, "nonheap", Long.toString(rest));
  }

  private static void one(PrometheusText text, MetricSpec spec, String value) throws IOException {
    text.head(spec);
    text.sample(spec.name(), "", value);
  }

  private static void sample(PrometheusText text, MetricSpec spec, String label, String value)
      throws IOException {
    text.sample(spec.name(), Labels.render(spec.labels(), List.of(label)), value);
  }

  private static String seconds(long millis) {
    return Double.toString(millis / 1000.0);
  }
}
