// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** H2's MVStore, which writes in the background about once a second unless told to commit. */
final class MvStore implements Store {
  /** When a put is written. */
  enum Commit {
    IN_BACKGROUND,
    EACH
  }

  private final Commit commit;
  private final MVStore store;
  private final MVMap<String, byte[]> map;

  MvStore(Path directory, Commit commit) {
    this.commit = commit;
    this.store = new MVStore.Builder().fileName(directory.resolve("store.mv").toString()).open();
    this.map = store.openMap("benchmark");
  }

  @Override
  public byte @Nullable [] get(String key) {
    return map.get(key);
  }

  @Override
  public void set(String key, Object value) {
    map.put(key, (byte[]) value);
    commit();
  }

  @Override
  public void delete(String key) {
    map.remove(key);
    commit();
  }

  private void commit() {
    if (commit == Commit.EACH) {
      store.commit();
    }
  }

  @Override
  public void load(java.util.Map<String, byte[]> values) {
    map.putAll(values);
    store.commit();
  }

  @Override
  public void clear() {
    map.clear();
    commit();
  }

  @Override
  public void close() {
    store.close();
  }
}
