// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a directory to the disk it was made with. Stateless.
 *
 * <p>The disk's name is noted in a table of our own, which python-diskcache does not look at,
 * unless it is the default disk's: that one's directories have nothing Python would not have made.
 * In a directory that Python made with another disk, a key tells whose it is.
 */
final class DiskMark {
  private static final String KEY = "disk";
  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS " + Schema.SIDE_TABLE + " (key TEXT PRIMARY KEY, value)";
  private static final String EXISTS = "SELECT COUNT(*) FROM sqlite_master WHERE name = ?";
  private static final String READ = "SELECT value FROM " + Schema.SIDE_TABLE + " WHERE key = ?";
  private static final String WRITE =
      "INSERT OR IGNORE INTO " + Schema.SIDE_TABLE + " (key, value) VALUES (?, ?)";

  // Bytes are last in the order of keys, and queue keys, which say nothing, are none.
  private static final String LAST_KEY = "SELECT key, raw FROM Cache ORDER BY key DESC LIMIT 1";

  private DiskMark() {}

  /**
   * The disk with the settings that a directory keeps for it, or a refusal to open it with this.
   */
  static Disk opened(Disk disk, Map<String, Object> rows, Path directory) {
    try {
      return disk.opened(SettingsTable.ofDisk(rows));
    } catch (IllegalArgumentException e) {
      throw new CacheOpenException(
          directory, String.valueOf(e.getMessage()), "open it with that disk", e);
    }
  }

  /** Refuses a directory of another disk. */
  static void check(Shard shard) {
    String name = shard.disk().name();
    String mark = shard.readNow(DiskMark::read);
    requireSame(shard, mark.isEmpty() ? name : mark);
    if (!name.equals(PlainDisk.NAME)) {
      requireOwnKeys(shard);
    }
  }

  /** Notes whose the directory is, unless it is another disk's already. */
  static void claim(Shard shard, Map<String, Object> rows, Deadline deadline) {
    check(shard);
    Disk disk = shard.disk();
    String name = disk.name();
    boolean isNoted =
        name.equals(PlainDisk.NAME)
            || (rows.keySet().containsAll(disk.settings().keySet())
                && shard.<Boolean>read(sql -> read(sql).equals(name)));
    if (!isNoted) {
      shard.change(
          deadline,
          transaction -> {
            SqlConnection sql = transaction.sql();
            sql.run(CREATE);
            sql.execute(WRITE, KEY, name);
            // Another process may have been faster.
            requireSame(shard, read(sql));
            for (Map.Entry<String, Object> setting : disk.settings().entrySet()) {
              SettingsTable.insert(sql, setting.getKey(), setting.getValue());
            }
          });
    }
  }

  private static String read(SqlConnection sql) throws SQLException {
    String mark =
        sql.number(EXISTS, Schema.SIDE_TABLE) == 0
            ? null
            : sql.first(READ, row -> row.getString(1), KEY);
    return mark == null ? "" : mark;
  }

  private static void requireSame(Shard shard, String mark) {
    if (!mark.equals(shard.disk().name())) {
      throw new CacheOpenException(
          shard.directory(),
          "it was made with the disk [" + mark + "], not with [" + shard.disk().name() + "]",
          "open it with that disk");
    }
  }

  private static void requireOwnKeys(Shard shard) {
    Disk disk = CodecDisk.inner(shard.disk());
    Optional<EncodedKey> key = shard.readNow(DiskMark::lastKey);
    if (key.isPresent() && !QueueKeys.isLike(key.get()) && !isOwn(disk, key.get())) {
      throw new CacheOpenException(
          shard.directory(),
          "the disk ["
              + disk.name()
              + "], as it is set, would not have stored the keys that are there, and would find"
              + " none of them",
          "open it with the disk it was made with");
    }
  }

  private static Optional<EncodedKey> lastKey(SqlConnection sql) throws SQLException {
    return Optional.ofNullable(
        sql.first(LAST_KEY, row -> EncodedKey.ofRow(row.getValue(1), row.getLong(2) != 0)));
  }

  private static boolean isOwn(Disk disk, EncodedKey key) {
    try {
      return disk.encodeKey(disk.decodeKey(key)).equals(key);
    } catch (CacheTypeException | DamagedValueException e) {
      return false;
    }
  }
}
