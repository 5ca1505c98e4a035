// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The databases that this class loader has open: one for a directory, however many caches use it.
 * Thread-safe.
 *
 * <p>A database opens and closes under the lock of its own place, never under the registry's, for
 * it may wait for other processes, and caches of other directories need not wait with it.
 */
final class OpenDatabases {
  private static final ReentrantLock REGISTRY = new ReentrantLock();
  private static final Map<Use, Place> PLACES = new HashMap<>();

  private OpenDatabases() {}

  /** A directory that is used for writing or, apart from that, for reading only. */
  private record Use(Path directory, CacheOptions.Access access) {}

  /** Where the database of a directory is, or comes to be. */
  private static final class Place {
    final ReentrantLock lock = new ReentrantLock();
    int visitors;
    @Nullable Database database;
  }

  /**
   * Opens a directory, or joins those of this process that have it open.
   *
   * @param directory an existing directory, by its real path
   * @param given settings that win over the stored ones
   * @param fresh settings that win over the defaults where nothing is stored
   * @param disk must be the one that the directory was made with
   */
  static Database open(
      Path directory,
      Map<Setting, Object> given,
      Map<Setting, Object> fresh,
      Disk disk,
      Deadline deadline) {
    return join(
        new Use(directory, CacheOptions.Access.WRITE),
        () -> DatabaseOpener.open(directory, given, fresh, disk, deadline));
  }

  /** Opens a directory that holds a cache, without ever writing to it. */
  static Database openForReading(Path directory, Disk disk, Deadline deadline) {
    return join(
        new Use(directory, CacheOptions.Access.READ),
        () -> DatabaseOpener.openForReading(directory, disk, deadline));
  }

  private static Database join(Use use, Supplier<Database> opener) {
    Place place = enter(use);
    try {
      Database database = place.database;
      if (database == null) {
        database = opener.get();
        place.database = database;
      }
      database.addUser();
      return database;
    } finally {
      leave(use, place);
    }
  }

  /** Closes a database, unless somebody has begun to use it again. */
  static void close(Database database) {
    Use use = new Use(database.directory(), database.access());
    Place place = enter(use);
    try {
      if (place.database == database && !database.isUsed()) {
        place.database = null;
        database.close();
      }
    } finally {
      leave(use, place);
    }
  }

  private static Place enter(Use use) {
    Place place;
    REGISTRY.lock();
    try {
      place = PLACES.computeIfAbsent(use, absent -> new Place());
      place.visitors++;
    } finally {
      REGISTRY.unlock();
    }
    place.lock.lock();
    return place;
  }

  private static void leave(Use use, Place place) {
    place.lock.unlock();
    REGISTRY.lock();
    try {
      place.visitors--;
      if (place.visitors == 0 && place.database == null) {
        PLACES.remove(use);
      }
    } finally {
      REGISTRY.unlock();
    }
  }
}
