// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.diskcache.Cache;
import io.github.diskcache.CacheBuilder;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.IntentLog;
import io.github.diskcache.Setting;
import io.github.diskcache.WriteBehind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache in one configuration. */
enum Arm {
  CACHE("DiskCache", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).open());
    }
  },
  NEAR("DiskCache, near tier", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(near(directory, scale).open());
    }
  },
  NEAR_FOREIGN("DiskCache, near tier beside Python", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      Duration bound = Duration.ofMillis(10);
      return new DiskCacheStore(near(directory, scale).foreignWriters(bound).open());
    }
  },
  FANOUT_1("DiskCache fan-out 1", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).openFanout(1).retrying());
    }
  },
  FANOUT_8("DiskCache fan-out 8", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).openFanout(8).retrying());
    }
  },
  LRU("DiskCache LRU", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return policy(directory, EvictionPolicy.LEAST_RECENTLY_USED);
    }
  },
  LFU("DiskCache LFU", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return policy(directory, EvictionPolicy.LEAST_FREQUENTLY_USED);
    }
  },
  NO_POLICY("DiskCache no policy", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return policy(directory, EvictionPolicy.NONE);
    }
  },
  TAG_INDEX("DiskCache tag index", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).setting(Setting.TAG_INDEX, true).open());
    }
  },
  FULL("DiskCache synchronous=FULL", new Traits("yes, and power loss", "yes", "TTL, tags")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).setting(Setting.SQLITE_SYNCHRONOUS, 2).open());
    }
  },
  WRITE_BEHIND("DiskCache write-behind", new Traits("but for the queue", "yes", "TTL, tags")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).writeBehind(WriteBehind.USUAL).open());
    }
  },
  INTENT_LOG("DiskCache intent log", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return new DiskCacheStore(ours(directory).intentLog(IntentLog.USUAL).open());
    }
  },

  PYTHON("python-diskcache", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      throw new BenchmarkException("[" + this + "] runs in Python");
    }
  },
  PYTHON_FANOUT_8("python-diskcache fan-out 8", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return PYTHON.open(directory, scale);
    }
  },

  EHCACHE_DISK("Ehcache disk", new Traits("no", "no", "TTL")) {
    @Override
    Store open(Path directory, Scale scale) {
      return EhcacheStore.disk(directory, scale);
    }
  },
  EHCACHE_HEAP_DISK("Ehcache heap+disk", new Traits("no", "no", "TTL")) {
    @Override
    Store open(Path directory, Scale scale) {
      return EhcacheStore.heapAndDisk(directory, scale);
    }
  },
  ROCKSDB("RocksDB", new Traits("yes", "no", "no")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new RocksStore(directory);
    }
  },
  INFINISPAN("Infinispan soft-index", new Traits("yes", "no", "TTL")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new InfinispanStore(directory);
    }
  },
  MAPDB("MapDB", new Traits("no", "no", "TTL")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new MapDbStore(directory);
    }
  },
  MVSTORE("MVStore", new Traits("last second lost", "no", "no")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new MvStore(directory, MvStore.Commit.IN_BACKGROUND);
    }
  },
  MVSTORE_COMMIT("MVStore, commit each", new Traits("yes", "no", "no")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new MvStore(directory, MvStore.Commit.EACH);
    }
  },
  CHRONICLE("Chronicle Map", new Traits("mostly", "yes", "no")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new ChronicleStore(directory, scale);
    }

    @Override
    List<String> jvmArguments() {
      return ChronicleStore.JVM_ARGUMENTS;
    }
  },

  CAFFEINE("Caffeine (heap)", Traits.HEAP) {
    @Override
    Store open(Path directory, Scale scale) {
      return new MapStore(
          Caffeine.newBuilder().maximumSize(2L * scale.entries()).<String, Object>build().asMap());
    }
  },
  MAP("ConcurrentHashMap (heap)", new Traits("no", "no", "no")) {
    @Override
    Store open(Path directory, Scale scale) {
      return new MapStore(new ConcurrentHashMap<>());
    }
  },

  MEMOIZED("DiskCache @DiskMemoized", Traits.OURS) {
    @Override
    Store open(Path directory, Scale scale) {
      return InterceptedStore.memoized(directory);
    }
  },
  MEMOIZED_CAFFEINE("Caffeine behind an interceptor", Traits.HEAP) {
    @Override
    Store open(Path directory, Scale scale) {
      return InterceptedStore.caffeine(directory);
    }
  },
  INTERCEPTED("an interceptor alone", new Traits("no", "no", "no")) {
    @Override
    Store open(Path directory, Scale scale) {
      return InterceptedStore.bare(directory);
    }
  },

  L2_NONE("no L2", new Traits("-", "-", "-")) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.none();
    }
  },
  L2("DiskCache L2", Traits.L2) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.ours(directory, Regions.nearBytes(scale));
    }
  },
  L2_SMALL_NEAR("DiskCache L2, a tenth near", Traits.L2) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.ours(directory, scale.bytes() / 10);
    }
  },
  L2_DISK("DiskCache L2, no near tier", Traits.L2) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.ours(directory, 0);
    }
  },
  L2_EHCACHE_VALUE("Ehcache L2 by value", Traits.HEAP) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.ehcacheByValue();
    }
  },
  L2_EHCACHE_REFERENCE("Ehcache L2 by reference", Traits.HEAP) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.ehcacheByReference();
    }
  },
  L2_EHCACHE_DISK("Ehcache L2 heap+disk", Traits.HEAP) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.ehcacheHeapAndDisk(directory, scale);
    }
  },
  L2_CAFFEINE("Caffeine L2", Traits.HEAP) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.caffeine();
    }
  },
  L2_INFINISPAN("Infinispan L2, local", Traits.HEAP) {
    @Override
    Map<String, Object> regions(Path directory, Scale scale) {
      return Regions.infinispan();
    }
  };

  private final String label;

  // A record of strings.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Traits traits;

  Arm(String label, Traits traits) {
    this.label = label;
    this.traits = traits;
  }

  /** Opens what is in the directory, or makes it. */
  Store open(Path directory, Scale scale) {
    throw new BenchmarkException("[" + this + "] runs below Hibernate");
  }

  /** What Hibernate is told to use it as its second-level cache. */
  Map<String, Object> regions(Path directory, Scale scale) {
    throw new BenchmarkException("[" + this + "] is no cache of Hibernate's");
  }

  /** What the JVM needs to run it on JDK 17 and newer. */
  List<String> jvmArguments() {
    return List.of();
  }

  private static CacheBuilder ours(Path directory) {
    // No entry is to be evicted at any scale: that would be another work.
    return Cache.builder(directory).sizeLimit(1L << 40);
  }

  private static CacheBuilder near(Path directory, Scale scale) {
    return ours(directory).nearTier(64L * 1024 * 1024 + 4 * scale.bytes());
  }

  private static Store policy(Path directory, EvictionPolicy policy) {
    return new DiskCacheStore(ours(directory).evictionPolicy(policy).open());
  }

  String label() {
    return label;
  }

  Traits traits() {
    return traits;
  }

  boolean isPython() {
    return this == PYTHON || this == PYTHON_FANOUT_8;
  }

  boolean isOurs() {
    return label.startsWith("DiskCache");
  }

  boolean isHeapOnly() {
    return this == CAFFEINE || this == MAP;
  }

  /** Whether it stores values of a kind, {@code bytes} or {@code text}. */
  boolean takes(String values) {
    return values.equals("bytes") || isHeapOnly() || isOurs();
  }

  static Arm ofLabel(String label) {
    return Arrays.stream(values()).filter(arm -> arm.label.equals(label)).findFirst().orElseThrow();
  }
}
