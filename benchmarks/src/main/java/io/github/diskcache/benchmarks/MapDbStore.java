// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.HTreeMap;
import org.mapdb.Serializer;

/** MapDB in a mapped file without transactions; with them it forces every commit to disk. */
final class MapDbStore implements Store {
  private final DB database;
  private final HTreeMap<String, byte[]> map;

  MapDbStore(Path directory) {
    this.database =
        DBMaker.fileDB(directory.resolve("map.db").toFile()).fileMmapEnableIfSupported().make();
    this.map =
        database.hashMap("benchmark", Serializer.STRING, Serializer.BYTE_ARRAY).createOrOpen();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return map.get(key);
  }

  @Override
  public void set(String key, Object value) {
    map.put(key, (byte[]) value);
  }

  @Override
  public void delete(String key) {
    map.remove(key);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public void close() {
    database.close();
  }
}
