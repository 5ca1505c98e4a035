// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.data.Loader.Loaded;
import io.github.diskcache.atlas.demo.Browser.Warm;
import io.github.diskcache.atlas.demo.Verifier.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All passes of the demonstration: prints them and judges whether the answers were right. */
record Results(Loaded loaded, Map<Arm, PassReport> first, Map<Arm, PassReport> restarted) {

  private static final int MOST_SHOWN = 10;
  private static final double MEBIBYTE = 1024.0 * 1024;

  /** Prints everything and returns whether DiskCache answered right. */
  boolean print(PrintStream out) {
    out.println();
    passes(out);
    regions(out);
    List<String> faults = faults(Arm.DISKCACHE);
    verdicts(out);
    out.println();
    out.println(lastLine(faults.isEmpty()));
    return faults.isEmpty();
  }

  private void passes(PrintStream out) {
    out.printf(
        "%-26s %9s %10s %12s %10s %7s %22s %7s %7s %7s %7s%n",
        "pass",
        "units/s",
        "SQL",
        "hits",
        "misses",
        "ratio",
        "first 95 % hits after",
        "start",
        "CPU",
        "heap MB",
        "disk MB");
    first.forEach((arm, pass) -> out.println(row(arm.label() + ", first", pass)));
    restarted.forEach((arm, pass) -> out.println(row(arm.label() + ", restarted", pass)));
    out.println();
  }

  private static String row(String label, PassReport pass) {
    var traffic = pass.traffic();
    var footprint = pass.footprint();
    return String.format(
        Locale.ROOT,
        "%-26s %,9.0f %,10d %,12d %,10d %7.3f %22s %5.1f s %5.1f s %7.0f %7.0f",
        label,
        pass.unitsPerSecond(),
        pass.statements(),
        traffic.hits(),
        traffic.misses(),
        traffic.ratio(),
        warm(pass.pace().warm()),
        footprint.startMillis() / 1e3,
        footprint.cpuNanos() / 1e9,
        footprint.heapBytes() / MEBIBYTE,
        footprint.diskBytes() / MEBIBYTE);
  }

  private static String warm(@Nullable Warm warm) {
    return warm == null
        ? "-"
        : String.format(
            Locale.ROOT, "%.2f s, %,d units", warm.time().toNanos() / 1e9, warm.units());
  }

  /** One line a region, one column an arm and pass, in hits/misses. */
  private void regions(PrintStream out) {
    var names = new TreeSet<String>();
    first.values().forEach(pass -> names.addAll(pass.regions().keySet()));
    var heading = new Formatter(Locale.ROOT);
    heading.format("%-16s", "hits/misses");
    var rows = names.stream().map(name -> new Formatter().format("%-16s", name)).toList();
    for (Arm arm : first.keySet()) {
      for (var passes : List.of(first, restarted)) {
        PassReport pass = passes.get(arm);
        if (pass == null || pass.regions().isEmpty()) {
          continue;
        }
        heading.format(" %18s", arm.label() + (passes == first ? " 1" : " 2"));
        int row = 0;
        for (String name : names) {
          var traffic = pass.regions().getOrDefault(name, Traffic.NONE);
          rows.get(row++).format(" %18s", traffic.hits() + "/" + traffic.misses());
        }
      }
    }
    out.println(heading);
    rows.forEach(out::println);
    out.println();
  }

  private void verdicts(PrintStream out) {
    for (Arm arm : restarted.keySet()) {
      var verdicts = report(restarted, arm).verdicts();
      List<String> faults = faults(arm);
      out.printf(
          Locale.ROOT,
          "%s: compared with the database right after the restart %,d entities (%,d answers from"
              + " the cache), after the browse %,d (%,d): %s%n",
          arm.label(),
          verdicts.get(0).compared(),
          verdicts.get(0).fromCache(),
          verdicts.get(1).compared(),
          verdicts.get(1).fromCache(),
          faults.isEmpty() ? "all right" : faults.size() + " wrong");
      faults.stream().limit(MOST_SHOWN).forEach(fault -> out.println("  WRONG " + fault));
    }
  }

  /** Returns what an arm answered wrongly, in either pass. */
  List<String> faults(Arm arm) {
    var faults = new ArrayList<String>();
    for (Verdict verdict : report(restarted, arm).verdicts()) {
      faults.addAll(verdict.differences());
    }
    faults.addAll(faults("first", first, arm));
    faults.addAll(faults("restarted", restarted, arm));
    return faults;
  }

  private static List<String> faults(String which, Map<Arm, PassReport> passes, Arm arm) {
    var faults = new ArrayList<String>();
    PassReport pass = report(passes, arm);
    int conflicts = pass.pace().conflicts();
    if (conflicts > 0) {
      faults.add(
          "the "
              + which
              + " pass met an old version in "
              + conflicts
              + " updates, though nobody else writes");
    }
    PassReport truth = passes.get(Arm.NO_CACHE);
    if (truth != null && pass.digest() != truth.digest()) {
      faults.add(
          "the " + which + " pass was answered otherwise than the same pass without cache was");
    }
    return faults;
  }

  private String lastLine(boolean right) {
    PassReport ours = report(restarted, Arm.DISKCACHE);
    return String.format(
        Locale.ROOT,
        "demo: %s cities=%d restart_hit_ratio=%.3f restart_sql=%d first_pass_sql=%d"
            + " units_vs_nocache=%s units_vs_ehcache=%s",
        right ? "ok" : "failed",
        loaded.cities(),
        ours.traffic().ratio(),
        ours.statements(),
        report(first, Arm.DISKCACHE).statements(),
        times(Arm.NO_CACHE),
        times(Arm.EHCACHE_HEAP));
  }

  /** How many times as fast DiskCache was, both passes together: the kill is part of the story. */
  private String times(Arm other) {
    return first.containsKey(other)
        ? String.format(Locale.ROOT, "%.2f", seconds(other) / seconds(Arm.DISKCACHE))
        : "-";
  }

  private double seconds(Arm arm) {
    return report(first, arm).seconds() + report(restarted, arm).seconds();
  }

  private static PassReport report(Map<Arm, PassReport> passes, Arm arm) {
    PassReport report = passes.get(arm);
    if (report == null) {
      throw new DemoException("Cannot judge: there is no pass of [" + arm.label() + "]");
    }
    return report;
  }
}
