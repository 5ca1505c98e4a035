// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of this process share about one key of one directory, however many recipe
 * objects they made for it. A state is kept as long as somebody refers to it. Thread-safe.
 */
final class KeyedStates<S> {
  private record Name(Path directory, @Nullable Object key) {}

  private static final class Kept<S> extends WeakReference<S> {
    final Name name;

    Kept(Name name, S state, ReferenceQueue<S> collected) {
      super(state, collected);
      this.name = name;
    }
  }

  private final Supplier<S> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Name, Kept<S>> states = new HashMap<>();
  private final ReferenceQueue<S> collected = new ReferenceQueue<>();

  KeyedStates(Supplier<S> maker) {
    this.maker = maker;
  }

  S of(Cache<?, ?> cache, Object key) {
    Name name = new Name(realPath(cache.directory()), Plain.comparable(key));
    lock.lock();
    try {
      forgetCollected();
      Kept<S> kept = states.get(name);
      S state = kept == null ? null : kept.get();
      if (state == null) {
        state = maker.get();
        states.put(name, new Kept<>(name, state, collected));
      }
      return state;
    } finally {
      lock.unlock();
    }
  }

  private void forgetCollected() {
    for (Object kept = collected.poll(); kept != null; kept = collected.poll()) {
      states.remove(((Kept<?>) kept).name, kept);
    }
  }

  static Path realPath(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return directory;
    }
  }
}
