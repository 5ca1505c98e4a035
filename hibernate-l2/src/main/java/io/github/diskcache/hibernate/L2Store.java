// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.Cache;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Setting;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.cache.CacheException;

/**
 * An open cache directory: the shared memory and the rows. All session factories of this process
 * with the same directory share one, and the last to close closes it. Closing deletes nothing.
 * Thread-safe.
 *
 * <p>Values that were loaded are not worth waiting for, an invalidation is.
 */
final class L2Store {
  private static final Duration PUT_PATIENCE = Duration.ofMillis(200);
  private static final Duration INVALIDATION_PATIENCE = Duration.ofSeconds(10);
  private static final Map<Path, L2Store> OPEN = new HashMap<>();

  private final Path directory;
  private final SharedArea area;
  private final FanoutCache<Object, Object> rows;
  private final FanoutCache<Object, Object> hasty;
  private final FanoutCache<Object, Object> patient;
  private final AtomicLong lockNumbers = new AtomicLong();
  private int users;

  private L2Store(Path directory, SharedArea area, FanoutCache<Object, Object> rows) {
    this.directory = directory;
    this.area = area;
    this.rows = rows;
    this.hasty = rows.waiting(PUT_PATIENCE);
    this.patient = rows.waiting(INVALIDATION_PATIENCE);
  }

  /** Opens the directory of the settings, or joins those who have it open in this process. */
  static L2Store open(L2Settings settings, InstantSource wall) {
    synchronized (OPEN) {
      Path directory = made(settings.directory());
      L2Store store = OPEN.get(directory);
      if (store == null) {
        store = opened(directory, settings, wall);
        OPEN.put(directory, store);
      }
      store.users++;
      return store;
    }
  }

  /** What this process has open, for tests. */
  static Set<Path> openDirectories() {
    synchronized (OPEN) {
      return Set.copyOf(OPEN.keySet());
    }
  }

  /** Gives the store up; the last user closes it. */
  void release() {
    synchronized (OPEN) {
      if (users > 0 && --users == 0) {
        OPEN.remove(directory, this);
        close();
      }
    }
  }

  void close() {
    try {
      rows.close();
    } finally {
      area.close();
    }
  }

  SharedArea area() {
    return area;
  }

  SharedClock clock() {
    return area.clock();
  }

  /** The rows, for values that may as well not be stored. */
  FanoutCache<Object, Object> hasty() {
    return hasty;
  }

  /** The rows, for what must not be lost. */
  FanoutCache<Object, Object> patient() {
    return patient;
  }

  LockMark nextLock() {
    return new LockMark(area.processId(), lockNumbers.incrementAndGet());
  }

  /** Opens a directory for itself, as another process would. */
  static L2Store opened(Path directory, L2Settings settings, InstantSource wall) {
    SharedArea area = SharedArea.open(directory, settings.warmStart(), BootId.current(), wall);
    try {
      FanoutCache<Object, Object> rows =
          Cache.builder(directory)
              .sizeLimit(settings.sizeLimit())
              .nearTier(settings.nearSize())
              .listener(new Lookups.DiskReads())
              .evictionPolicy(settings.eviction())
              .setting(Setting.SQLITE_SYNCHRONOUS, settings.synchronous())
              .openFanout(settings.shards());
      return new L2Store(directory, area, rows);
    } catch (RuntimeException e) {
      area.close();
      throw new CacheException(
          "Cannot open the second-level cache [" + directory + "]: " + e.getMessage(), e);
    }
  }

  /** The directory's one true path, readable by its owner only if it is made here. */
  private static Path made(Path directory) {
    try {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(directory);
      }
      return directory.toRealPath();
    } catch (IOException e) {
      throw new CacheException(
          "Cannot make the directory of the second-level cache ["
              + directory
              + "]: "
              + e
              + "; give this process access, or set ["
              + DiskCacheSettings.DIRECTORY
              + "] to another one",
          e);
    }
  }
}
