// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/**
 * What is remembered of invalidated keys when their row is gone, or could not be written: two
 * stamps per stripe of keys, in shared memory, where writing cannot fail. Thread-safe.
 *
 * <p>The <b>guard</b> closes the late put: a session reads an old row, another changes it and
 * invalidates the entry, and then the first stores what it had read into the empty place. What was
 * read by a session that began at or before the guard is refused. That a stripe has other keys too
 * costs a load now and then.
 *
 * <p>The <b>poison</b> hides entries whose invalidation could not be written to disk: those stamped
 * at or below it do not count.
 */
final class Stripes {
  private final Words words;

  Stripes(Words words) {
    this.words = words;
  }

  static int of(byte[] key) {
    return (int) (Hash.fast64(key) >>> 48);
  }

  long guard(int stripe) {
    return words.get(Layout.GUARDS + stripe);
  }

  void guard(int stripe, long stamp) {
    words.raise(Layout.CHANGE_WORD, stamp);
    words.raise(Layout.GUARDS + stripe, stamp);
  }

  long poison(int stripe) {
    return words.get(Layout.POISONS + stripe);
  }

  void poison(int stripe, long stamp) {
    words.raise(Layout.POISONS + stripe, stamp);
  }
}
