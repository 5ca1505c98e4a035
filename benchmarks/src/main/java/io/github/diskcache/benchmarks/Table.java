// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Measurement.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Figures of one question: a row for each arm that was measured.
 *
 * @param title what the figures are
 * @param headings of the columns, the first one of the arms
 * @param rows the cells, row by row
 */
record Table(String title, List<String> headings, List<List<String>> rows) {

  /**
   * Where the figures of a table come from.
   *
   * @param measurements all figures
   * @param question of these, those of a question
   * @param scale and of a scale
   */
  record Source(Measurements measurements, String question, String scale) {

    /** Returns a table of medians, with what each arm promises as the last columns. */
    Table table(String title, Column... columns) {
      List<String> headings = new ArrayList<>(List.of(""));
      Arrays.stream(columns).map(Column::heading).forEach(headings::add);
      headings.addAll(List.of("survives kill -9?", "shared by processes?", "TTL, tags"));
      List<List<String>> rows = new ArrayList<>();
      for (Arm arm : Arm.values()) {
        List<String> cells = cells(arm, columns);
        if (cells.stream().anyMatch(cell -> !cell.equals("-"))) {
          cells.add(0, arm.label());
          Traits traits = arm.traits();
          cells.addAll(List.of(traits.survivesKill(), traits.shared(), traits.expiryAndTags()));
          rows.add(cells);
        }
      }
      return new Table(title, headings, rows);
    }

    private List<String> cells(Arm arm, Column... columns) {
      List<String> cells = new ArrayList<>();
      for (Column column : columns) {
        OptionalDouble median =
            measurements.median(new Metric(question, arm, scale, column.metric()));
        cells.add(median.isPresent() ? column.format(median.getAsDouble()) : "-");
      }
      return cells;
    }
  }

  /** As text in columns of one width each. */
  String text() {
    int[] widths = new int[headings.size()];
    for (List<String> row : all()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(title).append('\n');
    for (List<String> row : all()) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String format = (i == 0 ? "%-" : "  %") + Math.max(1, widths[i]) + "s";
        line.append(String.format(Locale.ROOT, format, row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** As a table of Markdown under its title. */
  String markdown() {
    StringBuilder text = new StringBuilder("**").append(title).append("**\n\n");
    text.append(line(headings));
    text.append("|---").append("|--:".repeat(headings.size() - 1)).append("|\n");
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private List<List<String>> all() {
    List<List<String>> all = new ArrayList<>(List.of(headings));
    all.addAll(rows);
    return all;
  }
}
