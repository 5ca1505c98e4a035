// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a region does. Thread-safe. */
final class RegionCounters {
  private final LongAdder nearHits = new LongAdder();
  private final LongAdder diskHits = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final Map<MissCause, LongAdder> misses = adders(MissCause.class);
  private final Map<PutRefusal, LongAdder> refusals = adders(PutRefusal.class);

  void nearHit() {
    nearHits.increment();
  }

  void diskHit() {
    diskHits.increment();
  }

  void miss(MissCause cause) {
    adder(misses, cause).increment();
  }

  void put() {
    puts.increment();
  }

  void refused(PutRefusal cause) {
    adder(refusals, cause).increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  RegionStatistics statistics(String region, RegionKind kind, long entries) {
    long near = nearHits.sum();
    return new RegionStatistics(
        region,
        kind,
        near + diskHits.sum(),
        near,
        sums(MissCause.class, misses),
        puts.sum(),
        sums(PutRefusal.class, refusals),
        unreadable.sum(),
        entries);
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      adders.put(constant, new LongAdder());
    }
    return adders;
  }

  private static <E> LongAdder adder(Map<E, LongAdder> adders, E cause) {
    LongAdder adder = adders.get(cause);
    if (adder == null) {
      throw new IllegalArgumentException("No counter of " + cause);
    }
    return adder;
  }

  private static <E extends Enum<E>> Map<E, Long> sums(Class<E> type, Map<E, LongAdder> adders) {
    Map<E, Long> sums = new EnumMap<>(type);
    adders.forEach(
        (cause, adder) -> {
          if (adder.sum() > 0) {
            sums.put(cause, adder.sum());
          }
        });
    return sums;
  }
}
