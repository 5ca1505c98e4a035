// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process with a store of its own on a directory, where it does what each line tells it. Its
 * clock stands still.
 */
final class StoreChild {
  private final L2Store store;
  private final RoleEntries entries;
  private final CacheKey key = TestStore.key(1);
  private LockMark lock;

  private StoreChild(L2Store store) {
    this.store = store;
    this.entries = TestStore.readWrite(store, TestStore.versioned(store));
  }

  public static void main(String[] arguments) throws Exception {
    L2Settings settings = TestStore.settings(Path.of(arguments[0]), WarmStart.TRUST);
    Instant now = Instant.parse(arguments[1]);
    InstantSource clock = () -> now;
    StoreChild child =
        new StoreChild(L2Store.opened(settings.directory(), settings, () -> 0, clock));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(child.done(line.split(" ", -1)));
    }
  }

  private Object done(String[] words) {
    return switch (words[0]) {
      case "stamp" -> store.clock().next();
      case "get" -> entries.get(key, store.clock().next());
      case "put" ->
          entries.putLoaded(
              key, words[1], Integer.valueOf(words[2]), Long.parseLong(words[3]), true);
      case "lock" -> {
        lock = entries.lock(key);
        yield lock;
      }
      case "update" -> entries.putUpdated(key, words[1], Integer.valueOf(words[2]), lock);
      case "evict" -> {
        entries.evict(key);
        yield "evicted";
      }
      case "open" -> entries.openRole();
      default -> throw new IllegalArgumentException(words[0]);
    };
  }
}
