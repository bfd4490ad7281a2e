package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.MetricSpec;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Makes the reference page of metrics from the declarations themselves. */
public final class MetricReference {
  private MetricReference() {}

  /**
   * A markdown page.
   *
   * @param sections what declared the metrics (the kernel, a plugin) and the declarations; in the
   *     order of the page
   */
  public static String markdown(Map<String, ? extends Collection<MetricSpec>> sections) {
    StringBuilder page = new StringBuilder();
    page.append("# Metrics\n\n");
    page.append("Generated from the declarations in the code. Histograms are in seconds.\n");
    sections.forEach(
        (title, specs) -> {
          if (specs.isEmpty()) {
            return;
          }
          page.append("\n## ").append(title).append("\n\n");
          page.append("| Name | Kind | Labels | Meaning |\n| --- | --- | --- | --- |\n");
          for (MetricSpec spec : specs) {
            row(page, spec);
          }
        });
    return page.toString();
  }

  private static void row(StringBuilder page, MetricSpec spec) {
    page.append("| `").append(spec.name()).append("` | ");
    page.append(spec.kind().name().toLowerCase(Locale.ROOT)).append(" | ");
    for (int i = 0; i < spec.labels().size(); i++) {
      page.append(i == 0 ? "`" : ", `").append(spec.labels().get(i)).append('`');
    }
    page.append(" | ").append(spec.help().replace("|", "\\|").replace("\n", " ")).append(" |\n");
  }
}
