// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.Cache;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
  private final Sweeper sweeper;
  private final Instant openedAt;
  private final Set<String> sweptAtStart = ConcurrentHashMap.newKeySet();
  private final AtomicLong lockNumbers = new AtomicLong();
  private final int synchronous;
  private int users;

  private L2Store(
      Path directory,
      SharedArea area,
      FanoutCache<Object, Object> rows,
      Duration patience,
      int synchronous,
      Instant openedAt) {
    this.directory = directory;
    this.synchronous = synchronous;
    this.area = area;
    this.rows = rows;
    this.hasty = rows.waiting(PUT_PATIENCE);
    this.patient = rows.waiting(patience);
    this.sweeper = new Sweeper(hasty);
    this.openedAt = openedAt;
  }

  /** Opens the directory of the settings, or joins those who have it open in this process. */
  static L2Store open(L2Settings settings, LongSupplier probe, InstantSource wall) {
    synchronized (OPEN) {
      Path directory = made(settings.directory());
      L2Store store = OPEN.get(directory);
      if (store == null) {
        store = opened(directory, settings, probe, wall);
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
    boolean flushed = false;
    sweeper.close();
    try {
      rows.close();
      flushed = synchronous > 0 && !hasLog();
    } finally {
      area.close(flushed);
    }
  }

  /** A shard whose log was not taken into the database has writes that a power loss may take. */
  private boolean hasLog() {
    try (Stream<Path> files = Files.walk(directory, 2)) {
      return files.anyMatch(file -> file.endsWith("cache.db-wal"));
    } catch (IOException | UncheckedIOException e) {
      return true;
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

  /** Lets the rows of a role go that are there now, soon: a floor above them is about to rise. */
  void sweep(CachedRole role) {
    sweeper.later(role.tag(), Instant.now());
  }

  /** Lets the rows of a role go that this process did not believe when it opened the directory. */
  void sweepOfStart(CachedRole role) {
    if (area.droppedAtStart(role.mutable()) > 0 && sweptAtStart.add(role.tag())) {
      role.roleFloor().resetEntries();
      sweeper.later(role.tag(), openedAt);
    }
  }

  Sweeper sweeper() {
    return sweeper;
  }

  LockMark nextLock() {
    return new LockMark(area.processId(), lockNumbers.incrementAndGet());
  }

  /** Opens a directory for itself, as another process would. */
  static L2Store opened(
      Path directory, L2Settings settings, LongSupplier probe, InstantSource wall) {
    return opened(directory, settings, probe, wall, INVALIDATION_PATIENCE);
  }

  /** Opens a directory for itself, to wait for others no longer than a time. */
  static L2Store opened(
      Path directory,
      L2Settings settings,
      LongSupplier probe,
      InstantSource wall,
      Duration patience) {
    Instant openedAt = Instant.now();
    WarmStart.Terms warmStart =
        new WarmStart.Terms(settings.warmStart(), settings.maxOffline(), probe);
    SharedArea area = SharedArea.open(directory, warmStart, BootId.current(), wall);
    try {
      FanoutCache<Object, Object> rows =
          Cache.builder(directory)
              .sizeLimit(settings.sizeLimit())
              .nearTier(settings.nearSize())
              .listener(new Lookups.DiskReads())
              .evictionPolicy(settings.eviction())
              .setting(Setting.SQLITE_SYNCHRONOUS, settings.synchronous())
              .openFanout(settings.shards());
      return new L2Store(directory, area, rows, patience, settings.synchronous(), openedAt);
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
