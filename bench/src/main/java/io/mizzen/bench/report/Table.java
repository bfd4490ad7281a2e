package io.mizzen.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in Markdown that is also readable as it is. The first column is set left, the others
 * right.
 */
public final class Table {
  private static final int NARROWEST = 3; // what Markdown wants of a rule

  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> heads) {
    rows.add(List.copyOf(heads));
  }

  public void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + rows.get(0).size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).size()];
    Arrays.fill(widths, NARROWEST);
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(rows.get(r), widths, text);
      if (r == 0) {
        rule(widths, text);
      }
    }
    return text.toString();
  }

  private static void line(List<String> row, int[] widths, StringBuilder text) {
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      text.append("| ").append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append(' ');
    }
    text.append("|\n");
  }

  private static void rule(int[] widths, StringBuilder text) {
    for (int i = 0; i < widths.length; i++) {
      char[] dashes = new char[widths[i] + 2];
      Arrays.fill(dashes, '-');
      if (i > 0) {
        dashes[dashes.length - 1] = ':';
      }
      text.append('|').append(dashes);
    }
    text.append("|\n");
  }
}
