// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.demo.Browser.Pace;
import io.github.diskcache.atlas.demo.Browser.Warm;
import io.github.diskcache.atlas.demo.Verifier.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one application JVM reports of its pass. It travels in lines, each a keyword and its values.
 *
 * @param pace how fast the units were done
 * @param statements how many SQL statements they took
 * @param digest of all answers
 * @param regions the traffic of each region
 * @param footprint what the application took
 * @param verdicts of the comparisons with the database
 */
record PassReport(
    Pace pace,
    long statements,
    long digest,
    Map<String, Traffic> regions,
    Footprint footprint,
    List<Verdict> verdicts) {

  /**
   * What an application took.
   *
   * @param startMillis from the start of its JVM until Hibernate was there
   * @param cpuNanos of the processors' time its pass took, the database's not counted
   * @param heapBytes what lived in its heap after the pass
   * @param diskBytes what the cache had on disk then
   */
  record Footprint(long startMillis, long cpuNanos, long heapBytes, long diskBytes) {}

  private static final String PASS = "pass";
  private static final String WARM = "warm";
  private static final String REGION = "region";
  private static final String VERDICT = "verdict";
  private static final String DIFFERENCE = "difference";

  /** Returns the traffic of all regions together. */
  Traffic traffic() {
    return regions.values().stream().reduce(Traffic.NONE, Traffic::plus);
  }

  double unitsPerSecond() {
    return pace.units() / seconds();
  }

  double seconds() {
    return pace.time().toNanos() / 1e9;
  }

  List<String> differences() {
    return verdicts.stream().flatMap(verdict -> verdict.differences().stream()).toList();
  }

  /** Returns this report with the outcome of comparisons. */
  PassReport verified(List<Verdict> outcomes) {
    return new PassReport(pace, statements, digest, regions, footprint, outcomes);
  }

  void print(PrintStream out) {
    out.printf(
        "%s %d %d %d %d %d %d %d %d %d%n",
        PASS,
        pace.units(),
        pace.time().toNanos(),
        pace.conflicts(),
        statements,
        digest,
        footprint.startMillis,
        footprint.cpuNanos,
        footprint.heapBytes,
        footprint.diskBytes);
    Warm warm = pace.warm();
    if (warm != null) {
      out.printf("%s %d %d%n", WARM, warm.units(), warm.time().toNanos());
    }
    regions.forEach(
        (name, traffic) ->
            out.printf("%s %s %d %d%n", REGION, name, traffic.hits(), traffic.misses()));
    for (Verdict verdict : verdicts) {
      out.printf("%s %d %d%n", VERDICT, verdict.compared(), verdict.fromCache());
      verdict.differences().forEach(line -> out.println(DIFFERENCE + " " + line));
    }
  }

  static PassReport parse(List<String> lines) {
    String[] pass = {};
    Warm warm = null;
    Map<String, Traffic> regions = new TreeMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case PASS -> pass = words;
        case WARM -> warm = new Warm(Integer.parseInt(words[1]), nanos(words[2]));
        case REGION ->
            regions.put(words[1], new Traffic(Long.parseLong(words[2]), Long.parseLong(words[3])));
        case VERDICT ->
            verdicts.add(
                new Verdict(
                    Integer.parseInt(words[1]), Long.parseLong(words[2]), new ArrayList<>()));
        case DIFFERENCE ->
            verdicts
                .get(verdicts.size() - 1)
                .differences()
                .add(line.substring(words[0].length() + 1));
        default ->
            throw new IllegalArgumentException("Cannot understand the report [" + line + "]");
      }
    }
    return new PassReport(
        new Pace(Integer.parseInt(pass[1]), nanos(pass[2]), Integer.parseInt(pass[3]), warm),
        Long.parseLong(pass[4]),
        Long.parseLong(pass[5]),
        regions,
        new Footprint(
            Long.parseLong(pass[6]),
            Long.parseLong(pass[7]),
            Long.parseLong(pass[8]),
            Long.parseLong(pass[9])),
        verdicts);
  }

  private static Duration nanos(String word) {
    return Duration.ofNanos(Long.parseLong(word));
  }
}
