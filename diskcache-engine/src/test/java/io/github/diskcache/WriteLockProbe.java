// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** A process that tries to take the write lock of a database, by the driver alone. */
final class WriteLockProbe {
  private static final String GRANTED = "granted";
  private static final String BUSY = "busy";

  private WriteLockProbe() {}

  /** Whether another process is refused the write lock now. */
  static boolean isRefused(Path directory) throws IOException, InterruptedException {
    String answer = ChildJvm.start(WriteLockProbe.class, directory.resolve("cache.db")).output();
    if (!answer.equals(BUSY) && !answer.equals(GRANTED)) {
      throw new AssertionError(answer);
    }
    return answer.equals(BUSY);
  }

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      try {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("ROLLBACK");
        System.out.println(GRANTED);
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != SQLiteErrorCode.SQLITE_BUSY.code) {
          throw e;
        }
        System.out.println(BUSY);
      }
    }
  }
}
