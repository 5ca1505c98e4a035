// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheTypeException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to one cache, and logs its faults once. Thread-safe. */
final class Account {
  private static final System.Logger LOG = System.getLogger(DiskCaches.class.getName());

  /** What is counted. */
  enum Event {
    HIT,
    MISS,
    COMPUTATION,
    JOINED,
    STORED,
    REFUSED,
    UNREADABLE,
    FAULT
  }

  private final String cache;
  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
  private final LongAdder hits = new LongAdder();
  private final AtomicBoolean faultLogged = new AtomicBoolean();
  private final AtomicBoolean unreadableLogged = new AtomicBoolean();

  Account(String cache) {
    this.cache = cache;
    for (Event event : Event.values()) {
      counts.put(event, event == Event.HIT ? hits : new LongAdder());
    }
  }

  void hit() {
    hits.increment();
  }

  void count(Event event) {
    of(event).increment();
  }

  private LongAdder of(Event event) {
    return counts.getOrDefault(event, hits);
  }

  /** Counts a failure of the cache that a call goes past, and logs the first. */
  void fault(Throwable failure) {
    count(Event.FAULT);
    log(faultLogged, Message.CACHE_FAULT, failure);
  }

  /** Counts a failed lookup: an entry of another type is one of many, not the cache's failure. */
  void failedLookup(Throwable failure) {
    if (failure instanceof CacheTypeException) {
      count(Event.UNREADABLE);
      log(unreadableLogged, Message.UNREADABLE, failure);
    } else {
      fault(failure);
    }
  }

  private void log(AtomicBoolean logged, Message message, Throwable failure) {
    if (logged.compareAndSet(false, true)) {
      LOG.log(System.Logger.Level.WARNING, message.text(cache), failure);
    }
  }

  MemoStatistics statistics() {
    return new MemoStatistics(
        of(Event.HIT).sum(),
        of(Event.MISS).sum(),
        of(Event.COMPUTATION).sum(),
        of(Event.JOINED).sum(),
        of(Event.STORED).sum(),
        of(Event.REFUSED).sum(),
        of(Event.UNREADABLE).sum(),
        of(Event.FAULT).sum());
  }
}
