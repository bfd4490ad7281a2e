package io.mizzen.kernel.plugin;

import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Compares what the class files of a plugin and its libraries use with what it declares. */
record AccessCheck(PluginFile file, PluginProblems problems) {

  void check(ZipFile zip, List<MetricSpec> declaredMetrics) throws IOException {
    Map<Access, String> uses = new EnumMap<>(Access.class);
    Map<String, String> metrics = new TreeMap<>();
    for (var entries = zip.entries(); entries.hasMoreElements(); ) {
      ZipEntry entry = entries.nextElement();
      if (isClass(entry.getName())) {
        try (InputStream in = zip.getInputStream(entry)) {
          ClassScan scan = ClassScan.of(in.readAllBytes());
          take(scan, "", uses);
          scan.metrics().forEach(name -> metrics.putIfAbsent(name, scan.name()));
        }
      }
    }
    for (PluginFile.NestedLibrary library : file.nested()) {
      library(zip, library, uses);
    }
    tellAccess(uses);
    tellMetrics(metrics, declaredMetrics);
  }

  /** Classes of a multi-release folder are other forms of those seen already. */
  private static boolean isClass(String name) {
    return name.endsWith(".class")
        && !name.startsWith("META-INF/")
        && !name.endsWith("module-info.class");
  }

  private static void take(ClassScan scan, String where, Map<Access, String> uses) {
    scan.uses()
        .forEach(
            (access, call) -> uses.putIfAbsent(access, where + scan.name() + " calls " + call));
  }

  private static void library(
      ZipFile zip, PluginFile.NestedLibrary library, Map<Access, String> uses) throws IOException {
    try (InputStream in = zip.getInputStream(zip.getEntry(library.entry()));
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (isClass(entry.getName())) {
          take(ClassScan.of(entries.readAllBytes()), library.name() + ": ", uses);
        }
      }
    }
  }

  private void tellAccess(Map<Access, String> uses) {
    List<String> declared = file.manifest().access();
    for (String word : declared) {
      if (Access.of(word) == null) {
        problems.error(
            "MZ3016",
            file.shown(),
            "Plugin-Access has the unknown word '" + word + "'",
            "there are sockets, files, threads, exit, reflection");
      }
    }
    uses.forEach(
        (access, example) -> {
          if (!declared.contains(access.word())) {
            problems.error(
                "MZ3016",
                file.shown(),
                "uses " + access.word() + " and does not declare it: " + example,
                "declare it in the plugin's build (Plugin-Access: "
                    + access.word()
                    + "), or do without");
          }
        });
  }

  private void tellMetrics(Map<String, String> created, List<MetricSpec> declared) {
    Set<String> names = declared.stream().map(MetricSpec::name).collect(Collectors.toSet());
    created.forEach(
        (name, where) -> {
          if (!names.contains(name)) {
            problems.error(
                "MZ3017",
                file.shown(),
                "metric '" + name + "' is created in " + where + " and not declared",
                "declare it in register(): the kernel refuses it at run time");
          }
        });
  }
}
