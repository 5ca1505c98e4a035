// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * RocksDB with its defaults: a log that is written before a put returns, and not forced to disk.
 */
final class RocksStore implements Store {
  private final Options options;
  private final RocksDB database;

  RocksStore(Path directory) {
    RocksDB.loadLibrary();
    this.options = new Options().setCreateIfMissing(true);
    try {
      this.database = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      throw new BenchmarkException("Cannot open RocksDB: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte @Nullable [] get(String key) {
    try {
      return database.get(bytes(key));
    } catch (RocksDBException e) {
      throw failure("get", e);
    }
  }

  @Override
  public void set(String key, Object value) {
    try {
      database.put(bytes(key), (byte[]) value);
    } catch (RocksDBException e) {
      throw failure("set", e);
    }
  }

  @Override
  public void delete(String key) {
    try {
      database.delete(bytes(key));
    } catch (RocksDBException e) {
      throw failure("delete", e);
    }
  }

  @Override
  public void clear() {
    try (RocksIterator last = database.newIterator()) {
      last.seekToLast();
      if (last.isValid()) {
        // The end is exclusive.
        byte[] end = java.util.Arrays.copyOf(last.key(), last.key().length + 1);
        database.deleteRange(new byte[0], end);
      }
    } catch (RocksDBException e) {
      throw failure("clear", e);
    }
  }

  private static BenchmarkException failure(String act, RocksDBException e) {
    return new BenchmarkException("Cannot " + act + " in RocksDB: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    database.close();
    options.close();
  }
}
