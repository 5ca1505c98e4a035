// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What the first process to open a directory does to the shared memory it finds: decides what of
 * the entries is still believed. Used under the directory's mutex, while nobody else has it open.
 *
 * <p><b>What a power loss takes.</b> Rows that were committed last may be lost, invalidations among
 * them, and pages of this memory too. After another boot all is forgotten, unless the last process
 * closed and had flushed all of it; the mark that says so is taken away, and that is flushed,
 * before anything may change.
 *
 * <p><b>What a database forgets.</b> One that gives up durability for speed may lose commits that
 * it had acknowledged when it dies with the application. A read-only entry that was cached as it
 * was inserted would then stand for a row that is gone: where a process ended without closing, and
 * such an entry was made in the last seconds before, nothing is believed.
 */
final class Beginning {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration FORGETFULNESS = Duration.ofSeconds(10);

  /** How a process left the directory. */
  static final long UNCLEAN = 0;

  static final long CLOSED = 1;
  static final long FLUSHED = 2;

  private final Words words;
  private final SharedClock clock;
  private final long now;

  Beginning(Words words, InstantSource wall) {
    this.words = words;
    this.clock = new SharedClock(words, Layout.CLOCK_WORD, wall);
    this.now = wall.millis();
  }

  /** Applies the warm start. */
  void begin(WarmStart.Terms terms, UUID boot) {
    boolean ours =
        words.get(Layout.MAGIC_WORD) == Layout.MAGIC && words.get(Layout.SIZE_WORD) == Layout.SIZE;
    long end = ours ? words.get(Layout.END_WORD) : UNCLEAN;
    boolean known = ours && (isOf(boot) || end == FLUSHED);
    words.set(Layout.END_WORD, UNCLEAN);
    words.force();
    if (!known) {
      forgetAll(ours);
    }
    boolean nothing =
        !known
            || switch (terms.policy()) {
              case OFF -> true;
              case READ_ONLY -> end == UNCLEAN && hasInsertedLately();
              case PROBE -> isOfflineTooLong(terms) || !isAsProbed(terms);
              case TRUST -> false;
            };
    boolean readOnly =
        terms.policy() == WarmStart.READ_ONLY
            || (terms.policy() == WarmStart.TRUST && isOfflineTooLong(terms));
    long stamp = clock.next();
    words.set(Layout.BEGIN_WORD, stamp);
    if (nothing) {
      words.set(Layout.ERA_WORD, RANDOM.nextLong());
      words.raise(Layout.FLOOR_WORD, stamp);
    }
    if (nothing || readOnly) {
      words.raise(Layout.MUTABLE_FLOOR_WORD, stamp);
    }
    words.set(Layout.SIZE_WORD, Layout.SIZE);
    words.set(Layout.BOOT_WORD, boot.getMostSignificantBits());
    words.set(Layout.BOOT_WORD + 1, boot.getLeastSignificantBits());
    words.set(Layout.MAGIC_WORD, Layout.MAGIC);
  }

  private boolean isOf(UUID boot) {
    return words.get(Layout.BOOT_WORD) == boot.getMostSignificantBits()
        && words.get(Layout.BOOT_WORD + 1) == boot.getLeastSignificantBits();
  }

  private void forgetAll(boolean ours) {
    long lastStamp = ours ? words.get(Layout.CLOCK_WORD) : 0;
    for (int i = 0; i < Layout.SIZE; i++) {
      words.set(i, 0);
    }
    words.set(Layout.CLOCK_WORD, lastStamp);
  }

  private boolean hasInsertedLately() {
    long inserted = words.get(Layout.READ_ONLY_INSERT_WORD);
    return inserted > 0 && inserted > clock.last() - SharedClock.span(FORGETFULNESS);
  }

  private boolean isOfflineTooLong(WarmStart.Terms terms) {
    Duration most = terms.maxOffline();
    return most != null && now - SharedClock.millis(clock.last()) > most.toMillis();
  }

  /** Only a probe taken after the last change says what the database was like then. */
  private boolean isAsProbed(WarmStart.Terms terms) {
    long taken = words.get(Layout.PROBE_STAMP_WORD);
    if (taken == 0 || words.get(Layout.CHANGE_WORD) >= taken) {
      return false;
    }
    long probe = terms.probe().getAsLong();
    return probe != 0 && probe == words.get(Layout.PROBE_WORD);
  }
}
