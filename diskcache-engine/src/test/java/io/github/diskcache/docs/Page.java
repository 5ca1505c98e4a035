// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page, whose every block of Java stands under a comment that names the region of a test.
 *
 * @param name where the page is, for messages
 * @param lines the lines of the page
 */
record Page(String name, List<String> lines) {
  private static final Pattern MARKER = Pattern.compile("<!-- snippet: (\\w+#\\w+) -->");
  private static final Pattern FENCE = Pattern.compile("(?i)\\s*(```+|~~~+)\\s*java\\b.*");
  private static final String PLAIN_FENCE = "```java";
  private static final String END = "```";

  /** What is wrong with a page, and where. */
  record Fault(String page, int line, String message) {
    @Override
    public String toString() {
      return page + ":" + line + ": " + message;
    }
  }

  /** The names of the regions that the page shows. */
  List<String> snippets() {
    return lines.stream()
        .map(MARKER::matcher)
        .filter(Matcher::matches)
        .map(marker -> marker.group(1))
        .toList();
  }

  /** Compares each block with its region. */
  List<Fault> faults(Map<String, String> snippets) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (FENCE.matcher(lines.get(i)).matches()) {
        String fault = fault(i, snippets);
        if (fault != null) {
          faults.add(new Fault(name, i + 1, fault));
        }
      } else if (MARKER.matcher(lines.get(i)).matches() && !isBlock(i + 1)) {
        faults.add(new Fault(name, i + 1, "no block follows, which begins with " + PLAIN_FENCE));
      }
    }
    return faults;
  }

  /** What is wrong with the block that begins at a line, or null. */
  private String fault(int fence, Map<String, String> snippets) {
    Matcher marker = MARKER.matcher(fence == 0 ? "" : lines.get(fence - 1));
    if (!marker.matches() || !isBlock(fence)) {
      return "a block of Java without the line <!-- snippet: SomeTest#region --> above it";
    }
    String wanted = snippets.get(marker.group(1));
    if (wanted == null) {
      return "no test has a region " + marker.group(1);
    }
    String code = String.join("\n", lines.subList(fence + 1, end(fence)));
    return code.equals(wanted) ? null : "differs from " + marker.group(1) + ", which is\n" + wanted;
  }

  private boolean isBlock(int line) {
    return line < lines.size() && lines.get(line).equals(PLAIN_FENCE);
  }

  private int end(int fence) {
    int end = fence + 1;
    while (end < lines.size() && !lines.get(end).equals(END)) {
      end++;
    }
    return end;
  }

  /** This page with the code of the regions that there are in its blocks. */
  Page updated(Map<String, String> snippets) {
    List<String> updated = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      updated.add(lines.get(i));
      Matcher marker = MARKER.matcher(lines.get(i));
      if (marker.matches() && isBlock(i + 1) && snippets.containsKey(marker.group(1))) {
        updated.add(PLAIN_FENCE);
        snippets.get(marker.group(1)).lines().forEach(updated::add);
        i = end(i + 1) - 1;
      }
    }
    return new Page(name, updated);
  }
}
