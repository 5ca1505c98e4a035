// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adding to the number of an entry of a shard. Stateless. */
final class Numbers {
  private static final String ADD =
      """
      UPDATE Cache SET value = ?, store_time = ?, access_time = MAX(access_time, IFNULL(?, access_time)),
        access_count = access_count + ?
      WHERE rowid = ?""";

  private Numbers() {}

  /** How a stored number, or the initial one, becomes the new one. */
  interface Sum {
    /** Adds to an integer or double. */
    Object of(Object number);
  }

  /** The sum of integers; refuses a double. */
  static Sum adding(EncodedKey key, long delta) {
    return number -> {
      if (number instanceof Long old) {
        return Math.addExact(old, delta);
      }
      throw refused(key, "a double", "add a double");
    };
  }

  /** The sum of an integer or double and a double. */
  static Sum adding(EncodedKey key, double delta) {
    return number -> {
      double sum = ((Number) number).doubleValue() + delta;
      if (Double.isNaN(sum)) {
        throw refused(key, "a number of which the sum is NaN", "set it anew");
      }
      return sum;
    };
  }

  /**
   * Adds to the number of a key.
   *
   * @param initial what a missing number counts as; null: it stays missing
   * @return the new number, or empty when it is missing
   */
  static Optional<Object> add(
      Shard shard, EncodedKey key, Sum sum, @Nullable Object initial, Deadline deadline) {
    double now = shard.now();
    Optional<Object> result =
        shard.write(deadline, transaction -> add(shard, transaction, key, sum, initial, now));
    shard.activity().set(result.isPresent() ? 1 : 0);
    return result;
  }

  private static Optional<Object> add(
      Shard shard,
      WriteTransaction transaction,
      EncodedKey key,
      Sum sum,
      @Nullable Object initial,
      double now)
      throws SQLException {
    SqlConnection sql = transaction.sql();
    EvictionPolicy policy = shard.settings().evictionPolicy();
    EntryTable.Row old = EntryTable.findEvenExpired(sql, key);
    if (old != null && policy.noticesReads()) {
      // Uses noted for this entry are of its old store time, and would be lost with it.
      shard.database().touches().write(sql, old.rowid());
    }
    if (old == null || (old.expireTime() != null && old.expireTime() < now)) {
      return initial == null
          ? Optional.empty()
          : Optional.of(create(shard, transaction, key, sum.of(initial), now));
    }
    Disk disk = CodecDisk.inner(shard.disk());
    Object value = old.filename() == null ? number(disk, old) : null;
    if (!(value instanceof Long || value instanceof Double)) {
      throw refused(key, "no number", "set a number first");
    }
    Object result = sum.of(value);
    Double accessTime = policy.noticesTimeOfReads() ? now : null;
    long uses = policy.order() == EvictionOrder.USED_LEAST_OFTEN ? 1 : 0;
    transaction.changed(key);
    sql.execute(ADD, column(disk, key, result), now, accessTime, uses, old.rowid());
    return Optional.of(result);
  }

  /** The value of a row that lives there; null for one that the disk keeps in a form of its own. */
  private static @Nullable Object number(Disk disk, EntryTable.Row row) {
    try {
      return row.mode() == Mode.RAW.number()
          ? disk.decodeValue(Values.stored(row.mode(), row.value(), null))
          : null;
    } catch (DamagedValueException e) {
      return null;
    }
  }

  private static Object create(
      Shard shard, WriteTransaction transaction, EncodedKey key, Object value, double now)
      throws SQLException {
    Object column = column(CodecDisk.inner(shard.disk()), key, value);
    EntryTable.NewRow row =
        new EntryTable.NewRow(now, now, null, null, 0, Mode.RAW.number(), null, column);
    if (shard.refuses(transaction, row)) {
      throw new CacheFullException("add to a new number of cache", shard.directory());
    }
    EntryTable.put(transaction, key, row);
    Culler.cullAfterWrite(shard, transaction, key, row);
    return value;
  }

  private static Object column(Disk disk, EncodedKey key, Object number) {
    EncodedValue encoded = disk.encodeValue(number);
    if (!encoded.raw()) {
      throw refused(key, "none that can be added to in place", "get and set it in a transaction");
    }
    return encoded.column();
  }

  private static CacheTypeException refused(EncodedKey key, String found, String remedy) {
    return new CacheTypeException("add to key", key.column(), "its value is " + found, remedy);
  }
}
