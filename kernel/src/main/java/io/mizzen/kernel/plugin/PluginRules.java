package io.mizzen.kernel.plugin;

import io.mizzen.kernel.plugin.PluginManifest.Base;
import io.mizzen.kernel.plugin.PluginManifest.Dependency;
import io.mizzen.spi.SpiVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules about plugins among each other and towards the kernel, all before a class is loaded.
 * PF4J has its own checks, but its first finding throws and hides the rest, and what does not fit
 * it switches off silently; so nothing reaches PF4J that it could object to.
 */
final class PluginRules {
  private final PluginProblems problems;
  private final Set<String> denied;
  private final Map<String, PluginFile> plugins = new LinkedHashMap<>();

  PluginRules(PluginProblems problems, Set<String> denied) {
    this.problems = problems;
    this.denied = denied;
  }

  /**
   * Checks all plugins and orders those without errors: what a plugin stands on comes before it,
   * otherwise by id.
   */
  List<PluginFile> sound(List<PluginFile> found) {
    found.forEach(this::checkIdAndRange);
    plugins.values().forEach(this::checkDependencies);
    // Who stands on a broken plugin is broken too; two rounds reach the end of any allowed chain,
    // and a longer chain is an error already.
    plugins.values().forEach(this::checkBroken);
    plugins.values().forEach(this::checkBroken);
    List<PluginFile> bases = new ArrayList<>();
    List<PluginFile> others = new ArrayList<>();
    plugins.keySet().stream()
        .sorted()
        .map(plugins::get)
        .filter(plugin -> !problems.breaks(plugin.shown()))
        .forEach(
            plugin -> (plugin.manifest().dependencies().isEmpty() ? bases : others).add(plugin));
    bases.addAll(others);
    return bases;
  }

  private void checkIdAndRange(PluginFile plugin) {
    PluginFile first = plugins.putIfAbsent(plugin.id(), plugin);
    if (first != null) {
      problems.error(
          "MZ3003",
          plugin.shown(),
          "'" + plugin.id() + "' is also provided by " + first.shown(),
          "remove one of the two");
      return;
    }
    PluginManifest manifest = plugin.manifest();
    if (manifest.requires().isEmpty()) {
      problems.error(
          "MZ3002",
          plugin.shown(),
          "does not say which SPI it needs: its manifest has no Plugin-Requires",
          "for example Plugin-Requires: " + nextRange());
      return;
    }
    VersionRange.Parsed parsed = VersionRange.parse(manifest.requires());
    if (parsed.range() == null) {
      problems.error(
          "MZ3002",
          plugin.shown(),
          "Plugin-Requires " + parsed.fault(),
          "for example Plugin-Requires: " + nextRange());
    } else if (!parsed.range().contains(spi())) {
      problems.error(
          "MZ3002",
          plugin.shown(),
          "needs spi " + parsed.range() + ", this kernel has " + SpiVersion.CURRENT,
          "use a version of '" + plugin.id() + "' for spi " + SpiVersion.CURRENT);
    }
  }

  static Version spi() {
    Version spi = Version.parse(SpiVersion.CURRENT);
    if (spi == null) {
      throw new IllegalStateException("SpiVersion.CURRENT is no version: " + SpiVersion.CURRENT);
    }
    return spi;
  }

  /** While the major is 0 a minor may break. */
  private static String nextRange() {
    Version spi = spi();
    Version next =
        spi.major() == 0 ? new Version(0, spi.minor() + 1, 0) : new Version(spi.major() + 1, 0, 0);
    return ">=" + spi + " & <" + next;
  }

  private void checkDependencies(PluginFile plugin) {
    for (Dependency dependency : plugin.manifest().dependencies()) {
      String chain = plugin.id() + " -> " + dependency;
      PluginFile base = plugins.get(dependency.id());
      if (dependency.id().endsWith("?")) {
        refuse(plugin, chain + ": an optional dependency is not supported", "remove the '?'");
      } else if (dependency.id().equals(plugin.id())) {
        refuse(plugin, chain + ": it depends on itself", null);
      } else if (base == null) {
        boolean isDenied = denied.contains(dependency.id());
        refuse(
            plugin,
            chain + (isDenied ? ": refused by plugins.deny" : ": not installed"),
            isDenied
                ? "remove '" + dependency.id() + "' from plugins.deny, or add '" + plugin.id() + "'"
                : "install '" + dependency.id() + "', or remove '" + plugin.id() + "'");
      } else {
        checkBase(plugin, dependency, base, chain);
      }
    }
  }

  private void checkBase(PluginFile plugin, Dependency dependency, PluginFile base, String chain) {
    VersionRange.Parsed parsed = VersionRange.parse(dependency.range());
    Version version = Version.parse(base.manifest().version());
    if (parsed.range() == null) {
      refuse(
          plugin,
          chain
              + ": "
              + (dependency.range().isEmpty() ? "no version range is given" : parsed.fault()),
          "Plugin-Dependencies: " + dependency.id() + "@>=1.2.0 & <2.0.0");
    } else if (version != null && !parsed.range().contains(version)) {
      refuse(
          plugin,
          chain + ": " + base.shown() + " has version " + base.manifest().version(),
          "install a version of '" + base.id() + "' in that range");
    }
    if (!base.manifest().dependencies().isEmpty()) {
      String longer = chain + " -> " + base.manifest().dependencies().get(0);
      boolean cycle =
          base.manifest().dependencies().stream().anyMatch(d -> d.id().equals(plugin.id()));
      refuse(
          plugin,
          longer + (cycle ? ": a cycle" : ": more than two levels"),
          "a base plugin depends on no other plugin");
    } else if (base.manifest().base() == Base.NO) {
      refuse(
          plugin,
          chain + ": '" + base.id() + "' is not a base plugin",
          "only a plugin whose manifest says Plugin-Base: true may be depended on");
    }
  }

  private void checkBroken(PluginFile plugin) {
    for (Dependency dependency : plugin.manifest().dependencies()) {
      PluginFile base = plugins.get(dependency.id());
      if (base != null && !problems.breaks(plugin.shown()) && problems.breaks(base.shown())) {
        refuse(
            plugin,
            plugin.id() + " -> " + dependency + ": " + base.shown() + " is broken",
            "repair '" + base.id() + "' first, see its own error");
      }
    }
  }

  private void refuse(PluginFile plugin, String message, @Nullable String help) {
    problems.error("MZ3006", plugin.shown(), message, help);
  }
}
