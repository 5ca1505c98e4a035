// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a check of a cache found.
 *
 * @param problems in the order found; empty when all is well
 */
public record CheckReport(List<Problem> problems) {

  /**
   * Copies the list.
   *
   * @param problems in the order found
   */
  public CheckReport {
    problems = List.copyOf(problems);
  }

  /**
   * Tells whether nothing was found.
   *
   * @return true when there is no problem
   */
  public boolean clean() {
    return problems.isEmpty();
  }

  CheckReport plus(CheckReport other) {
    return new CheckReport(Stream.concat(problems.stream(), other.problems.stream()).toList());
  }

  /** One thing that is wrong. */
  public sealed interface Problem {

    /**
     * Says what is wrong.
     *
     * @return one line
     */
    String message();
  }

  /**
   * SQLite finds the database damaged.
   *
   * @param message SQLite's own words
   */
  public record DamagedDatabase(String message) implements Problem {}

  /**
   * An entry's value file is missing.
   *
   * @param file the missing file
   */
  public record MissingFile(Path file) implements Problem {
    @Override
    public String message() {
      return "file not found: " + file;
    }
  }

  /**
   * An entry's value file is longer or shorter than its row says.
   *
   * @param file the file
   * @param actualBytes its length
   * @param recordedBytes the length in the row
   */
  public record WrongFileSize(Path file, long actualBytes, long recordedBytes) implements Problem {
    @Override
    public String message() {
      return "wrong file size: " + file + ", " + actualBytes + " != " + recordedBytes;
    }
  }

  /**
   * A file in the directory belongs to no entry.
   *
   * @param file the file
   */
  public record UnknownFile(Path file) implements Problem {
    @Override
    public String message() {
      return "unknown file: " + file;
    }
  }

  /**
   * A directory holds nothing.
   *
   * @param directory the directory
   */
  public record EmptyDirectory(Path directory) implements Problem {
    @Override
    public String message() {
      return "empty directory: " + directory;
    }
  }

  /**
   * The counter of entries is wrong.
   *
   * @param recorded what the counter says
   * @param actual how many entries there are
   */
  public record WrongCount(long recorded, long actual) implements Problem {
    @Override
    public String message() {
      return "Settings.count != COUNT(Cache.key); " + recorded + " != " + actual;
    }
  }

  /**
   * The sum of the value files' sizes is wrong.
   *
   * @param recordedBytes what the counter says
   * @param actualBytes the sum over all entries
   */
  public record WrongSize(long recordedBytes, long actualBytes) implements Problem {
    @Override
    public String message() {
      return "Settings.size != SUM(Cache.size); " + recordedBytes + " != " + actualBytes;
    }
  }
}
