// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Tells the failures of SQLite apart. Stateless. */
final class Faults {
  /** The extended codes of SQLite carry the primary one in their lowest byte. */
  private static final int PRIMARY = 0xff;

  private Faults() {}

  /** Whether another connection holds a lock, so that trying again may help. */
  static boolean isBusy(SQLException failure) {
    return is(failure, SQLiteErrorCode.SQLITE_BUSY) || is(failure, SQLiteErrorCode.SQLITE_LOCKED);
  }

  /** Whether the file is no database, or a damaged one. */
  static boolean isDamage(SQLException failure) {
    return is(failure, SQLiteErrorCode.SQLITE_NOTADB)
        || is(failure, SQLiteErrorCode.SQLITE_CORRUPT);
  }

  /** The exception for a failure that trying again does not help. */
  static CacheStorageException storage(String act, Path directory, SQLException failure) {
    if (is(failure, SQLiteErrorCode.SQLITE_FULL)) {
      return new CacheFullException(act, directory, failure);
    }
    return new CacheStorageException(
        act,
        directory,
        "SQLite failed: " + failure.getMessage(),
        isDamage(failure)
            ? "close all processes and mend it, or remove the directory"
            : "look at the cause",
        failure);
  }

  private static boolean is(SQLException failure, SQLiteErrorCode code) {
    return (failure.getErrorCode() & PRIMARY) == code.code;
  }
}
