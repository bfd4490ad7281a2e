package io.mizzen.bench;

import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.proxy.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The facts without which figures mean nothing. */
final class Machine {
  private Machine() {}

  static Map<String, Object> facts(Collection<Proxy> proxies) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("processor", line("/proc/cpuinfo", "model name"));
    facts.put("cores", Tools.firstLine("nproc", "--all"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("memory", line("/proc/meminfo", "MemTotal"));
    facts.put("congestionControl", text("/proc/sys/net/ipv4/tcp_congestion_control"));
    facts.put("loadAverage", text("/proc/loadavg"));
    facts.put("benchJava", System.getProperty("java.vm.version"));
    proxies.forEach(proxy -> facts.put(proxy.name(), proxy.version()));
    return facts;
  }

  /** How many descriptors a process may have at most; a JVM takes them all by itself. */
  static long descriptors() {
    return text("/proc/self/limits")
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.strip().split("\\s+")[4])
        .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private static String line(String file, String key) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
