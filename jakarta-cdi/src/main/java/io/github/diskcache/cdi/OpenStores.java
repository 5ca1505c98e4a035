// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheBuilder;
import io.github.diskcache.Codec;
import io.github.diskcache.Deque;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.Index;
import io.github.diskcache.Setting;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stores that one deployment has open, each once. The engine counts how often a directory is
 * open, so that deployments of one class loader share its connections. Thread-safe.
 */
final class OpenStores {
  /** The name of the cache of locks, semaphores and throttles. */
  static final String RECIPES = "recipes";

  private final Settings settings;
  private final InstantSource clock;
  private final Map<HandleId, AutoCloseable> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> views = new ConcurrentHashMap<>();
  private final Set<String> fanouts = Collections.synchronizedSet(new HashSet<>());
  private final Set<String> tagged = Collections.synchronizedSet(new HashSet<>());
  private final Map<String, OpenStore> figures = new ConcurrentSkipListMap<>();
  private final List<Consumer<OpenStore>> watchers = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> others = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Path base;
  private @Nullable Cache<Object, Object> recipes;
  private volatile boolean closed;

  OpenStores(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Notes that a name is used by one type more, among which its near tier is divided. */
  void expectView(String name) {
    views.merge(name, 1, Integer::sum);
  }

  /** Notes that a cache is asked for as a {@code FanoutCache}. */
  void expectFanout(String name) {
    fanouts.add(name);
  }

  /** Notes that entries of a cache are evicted by tag. */
  void expectTags(String name) {
    tagged.add(name);
  }

  boolean isFanout(String name) {
    return fanouts.contains(name) || settings.of(name).isFanout();
  }

  /** The store of an id, opened when it is not open yet. */
  AutoCloseable open(HandleId id) {
    checkOpen();
    AutoCloseable store = open.computeIfAbsent(id, this::opened);
    note(label(id.kind(), id.name()), cacheOf(store));
    return store;
  }

  private static Cache<?, ?> cacheOf(AutoCloseable store) {
    if (store instanceof Deque<?> deque) {
      return deque.cache();
    }
    return store instanceof Index<?, ?> index ? index.cache() : (Cache<?, ?>) store;
  }

  private static String label(StoreKind kind, String name) {
    return kind.folder().equals(StoreKind.CACHE.folder()) ? name : kind.folder() + '/' + name;
  }

  /** Takes up an instance among the figures. Not for use under a lock of this class. */
  private void note(String label, Cache<?, ?> cache) {
    OpenStore store = figures.get(label);
    if (store == null) {
      OpenStore made = new OpenStore(label, cache);
      store = figures.putIfAbsent(label, made);
      if (store == null) {
        watchers.forEach(watcher -> watcher.accept(made));
        return;
      }
    }
    store.add(cache);
  }

  /** Tells somebody of each store that is open, and of each that is opened from now on. */
  void watch(Consumer<OpenStore> watcher) {
    watchers.add(watcher);
    figures().forEach(watcher);
  }

  /** What is open, by name. */
  List<OpenStore> figures() {
    return List.copyOf(figures.values());
  }

  private AutoCloseable opened(HandleId id) {
    CacheBuilder builder = builder(id.name(), id.kind(), nearBytes(id.name()));
    boolean fanout = id.kind() == StoreKind.FANOUT || isFanout(id.name());
    return switch (id.kind()) {
      case CACHE, FANOUT ->
          fanout ? builder.openFanout(keys(id), values(id)) : builder.open(keys(id), values(id));
      case DEQUE -> builder.openDeque(values(id));
      case INDEX -> builder.openIndex(keys(id), values(id));
    };
  }

  private static Codec<Object> keys(HandleId id) {
    return Codec.ofKey(id.key());
  }

  private Codec<Object> values(HandleId id) {
    Codec<Object> codec = Codec.of(id.value());
    return id.isRaw() ? codec : settings.of(id.name()).compressing(codec);
  }

  /** A cache of a name for results of a type, with a near tier of its own. */
  Cache<String, Object> openResults(String name, Codec<Object> results) {
    checkOpen();
    CacheBuilder builder = builder(name, StoreKind.CACHE, nearBytes(name));
    Codec<String> keys = Codec.ofKey(String.class);
    Cache<String, Object> cache =
        isFanout(name) ? builder.openFanout(keys, results) : builder.open(keys, results);
    others.add(cache);
    note(name, cache);
    return cache.waiting(settings.of(name).timeout().orElse(Registry.PATIENCE));
  }

  /** A cache of a name without a near tier, to remove entries of whatever type. */
  Cache<Object, Object> openRaw(String name) {
    checkOpen();
    CacheBuilder builder = builder(name, StoreKind.CACHE, 0);
    Cache<Object, Object> cache = isFanout(name) ? builder.openFanout() : builder.open();
    others.add(cache);
    note(name, cache);
    return cache.waiting(settings.of(name).timeout().orElse(Registry.PATIENCE));
  }

  /** The cache of locks, semaphores and throttles. It evicts nothing. */
  Cache<Object, Object> recipes() {
    Cache<Object, Object> cache = openRecipes();
    note('/' + RECIPES, cache);
    return cache;
  }

  private synchronized Cache<Object, Object> openRecipes() {
    checkOpen();
    if (recipes == null) {
      Path directory = settings.of(RECIPES).directory(base(), "");
      recipes =
          settings
              .of(RECIPES)
              .builder(directory, 0)
              .evictionPolicy(EvictionPolicy.NONE)
              .clock(clock)
              .open();
      others.add(recipes);
    }
    return recipes;
  }

  private CacheBuilder builder(String name, StoreKind kind, long nearBytes) {
    CacheSettings of = settings.of(name);
    Path directory = of.directory(base(), kind.folder());
    CacheBuilder builder = of.builder(directory, nearBytes).clock(clock);
    if (tagged.contains(name) && of.value(Property.TAG_INDEX).isEmpty()) {
      builder.setting(Setting.TAG_INDEX, true);
    }
    return builder;
  }

  private long nearBytes(String name) {
    return settings.of(name).nearBytes() / Math.max(1, views.getOrDefault(name, 1));
  }

  private synchronized Path base() {
    if (base == null) {
      base = settings.base();
    }
    return base;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "Cannot open a cache: the application has shut down; use caches only while it runs");
    }
  }

  /** Closes all. What beans still hold throws from now on. */
  void close() {
    closed = true;
    List<AutoCloseable> all = new ArrayList<>(open.values());
    all.addAll(others);
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        System.getLogger(OpenStores.class.getName())
            .log(System.Logger.Level.WARNING, "Cannot close " + one, e);
      }
    }
  }
}
