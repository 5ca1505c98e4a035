// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an instance of a cache has of its own, and does not store.
 *
 * @param busyTimeout how long a write waits for the database lock
 * @param clock by which entries expire
 * @param access whether it may write
 * @param whenFull what it does at its size limit
 * @param ownPolicy the application's own eviction policy, by which a stored name is known; null: it
 *     has none
 * @param evictions is told of removed entries; null: nobody is
 * @param foreignWriters how long what others than this library write may stay unseen by a near
 *     tier; null: nobody else writes
 * @param writeBehind how far writing may fall behind; null: it does not
 * @param intentLog by what log values are set; null: by none
 * @param disk how keys and values are encoded
 * @param activity counts what it does
 */
record CacheOptions(
    Duration busyTimeout,
    InstantSource clock,
    Access access,
    WhenFull whenFull,
    @Nullable EvictionPolicy ownPolicy,
    @Nullable Consumer<Eviction> evictions,
    @Nullable Duration foreignWriters,
    @Nullable WriteBehind writeBehind,
    @Nullable IntentLog intentLog,
    Disk disk,
    Activity activity) {

  /** What may be done to a directory. */
  enum Access {
    READ,
    WRITE
  }

  boolean readsOnly() {
    return access == Access.READ;
  }
}
