// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * How long answers took since the start, for each region and source: counted in buckets whose
 * bounds grow by the square root of 2, from a microsecond to about four seconds. Thread-safe.
 */
@ApplicationScoped
public class Latencies {

  private static final double[] BOUNDS =
      IntStream.range(0, 45).mapToDouble(i -> Math.pow(2, i / 2.0)).toArray();

  private final Map<String, Map<Source, AtomicLongArray>> regions = new ConcurrentHashMap<>();

  /** The upper bounds of the buckets but the last, which has none, in microseconds. */
  static List<Double> bounds() {
    return Arrays.stream(BOUNDS).map(bound -> Math.round(bound * 100) / 100.0).boxed().toList();
  }

  void add(String region, Source source, Duration time) {
    int found = Arrays.binarySearch(BOUNDS, time.toNanos() / 1000.0);
    int bucket = found < 0 ? -found - 1 : found;
    AtomicLongArray counts = regions.computeIfAbsent(region, name -> empty()).get(source);
    if (counts != null) {
      counts.incrementAndGet(bucket);
    }
  }

  /** The counts of a region by the label of the source, without the zeros at the end. */
  Map<String, List<Long>> of(String region) {
    Map<String, List<Long>> labelled = new TreeMap<>();
    regions
        .getOrDefault(region, Map.of())
        .forEach((source, counts) -> labelled.put(source.label(), trimmed(counts)));
    return labelled;
  }

  private static Map<Source, AtomicLongArray> empty() {
    Map<Source, AtomicLongArray> counts = new EnumMap<>(Source.class);
    for (Source source : Source.values()) {
      counts.put(source, new AtomicLongArray(BOUNDS.length + 1));
    }
    return counts;
  }

  private static List<Long> trimmed(AtomicLongArray counts) {
    int length = counts.length();
    while (length > 0 && counts.get(length - 1) == 0) {
      length--;
    }
    return IntStream.range(0, length).mapToObj(counts::get).toList();
  }
}
