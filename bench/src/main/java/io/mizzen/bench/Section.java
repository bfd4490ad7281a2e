package io.mizzen.bench;

import java.util.List;
import java.util.Map;

/**
 * What a scenario brought: for people and for programs.
 *
 * @param text a Markdown table with the lines around it
 * @param rows what of it goes into the summary
 */
record Section(String scenario, String text, Map<String, Object> json, List<SummaryRow> rows) {
  Section(String scenario, String text, Map<String, Object> json) {
    this(scenario, text, json, List.of());
  }
}
