// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;

/**
 * The operator's view of a cache: settings, statistics, check and mend. Thread-safe. Of a {@link
 * FanoutCache}, everything is done to, or summed over, all shards.
 */
public interface CacheMaintenance {

  /**
   * Returns the settings as this instance of the cache knows them. What another instance or process
   * has changed since is seen after {@link #reload}.
   *
   * @return the settings; of a {@link FanoutCache}, the first shard's, so that the size limit is
   *     that of one shard
   */
  Settings settings();

  /**
   * Reads all settings from the database and uses them from now on.
   *
   * @return the settings
   */
  Settings reload();

  /**
   * Changes a setting, for all processes that open or {@link #reload} the cache from now on. Values
   * already stored stay as they are.
   *
   * @param setting the setting
   * @param value a value of the setting's type
   * @return the settings with the change
   * @throws CacheSettingException when the value is none of the setting's; nothing has changed then
   */
  Settings change(Setting setting, Object value);

  /**
   * Reads one row of the settings table, counters such as {@code count} and {@code size} included.
   *
   * @param name the stored name
   * @return the value as {@code Long}, {@code Double} or {@code String}
   * @throws CacheSettingException when there is no such row
   */
  Object stored(String name);

  /**
   * Returns what this instance of the cache has done since it was opened, and views of it such as
   * {@link Cache#retrying} with it. Reads memory only.
   *
   * @return the counts
   */
  CacheCounts counts();

  /**
   * Returns how many keys the near tier of this instance holds, those without an entry included.
   *
   * @return keys; 0 without a near tier
   */
  long nearEntries();

  /**
   * Returns about what the near tier of this instance takes in the heap.
   *
   * @return bytes; 0 without a near tier
   */
  long nearBytes();

  /**
   * Returns the hits and misses counted so far, and turns counting on, for all processes that open
   * the cache from now on, if it was off.
   *
   * @return the counts
   */
  CacheStats stats();

  /**
   * Sets hits and misses to zero.
   *
   * @return the counts before
   */
  CacheStats resetStats();

  /** Turns counting off; the counts stay. */
  void disableStats();

  /** Makes the index that lets {@link Cache#evict} find entries without reading all of them. */
  void createTagIndex();

  /** Removes the index of tags. */
  void dropTagIndex();

  /**
   * Writes what has been set and not been written yet, by any cache of this process on the
   * directory. Does nothing without {@link CacheBuilder#writeBehind}.
   *
   * @throws CacheException when it cannot be written; those values are lost, and their entries
   *     missing, unless the lock was not had in time
   */
  void flush();

  /**
   * Returns how many values set with {@link CacheBuilder#writeBehind} could not be written later,
   * in this process while it has the directory open.
   *
   * @return values, of which the entries went missing
   */
  long droppedWrites();

  /**
   * Compares database and value files under the write lock and reports what is wrong, changing
   * nothing. Reads the whole database once.
   *
   * @return the problems found
   */
  CheckReport check();

  /**
   * Checks, and mends what it finds: removes entries whose file is missing and files that belong to
   * no entry, then the directories that are empty by that, corrects sizes and counters, and
   * compacts the database.
   *
   * <p>Safe beside other JVMs that write. A python-diskcache process that writes meanwhile puts a
   * value file in place before its row, without the write lock: mending takes that file for one of
   * no entry, and the value just written is lost, a miss from then on. Beside live Python writers
   * use {@link #sweep(Duration)}.
   *
   * @return the problems that were found and mended
   */
  CheckReport mend();

  /**
   * Removes value files without an entry, temporary files and empty directories, of at least an
   * hour of age, as {@link #sweep(Duration)} does.
   *
   * @return the files and directories removed
   */
  default CheckReport sweep() {
    return sweep(Duration.ofHours(1));
  }

  /**
   * Removes what killed processes have left: value files that belong to no entry, temporary files
   * not written to for an hour, and empty directories. Other files, entries and counters are left
   * alone. The write lock is held for one query, and only when there is something to remove.
   *
   * <p>Safe beside all that write meanwhile, python-diskcache included, as long as none of its
   * writes waits for the lock for longer than the age.
   *
   * @param age how long ago a file was last written to at least; zero where no Python writes
   * @return the files and directories removed
   * @throws CacheSettingException when the age is negative
   * @throws CacheTimeoutException when the write lock is not had; nothing has been removed then,
   *     but of earlier shards of a {@link FanoutCache}
   */
  CheckReport sweep(Duration age);

  /**
   * Returns how many entries carry a tag, expired ones included. Reads all entries where tags have
   * no index.
   *
   * @param tag as in {@link Cache#evict(Object)}
   * @return entries
   */
  long countTagged(Object tag);
}
