// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A setting that a cache keeps in its database, under python-diskcache's name. What is given when
 * opening wins over what is stored, which wins over the default.
 */
public enum Setting {
  /** Whether {@link CacheMaintenance#stats} counts; boolean, false. */
  STATISTICS("statistics", 0L, Kind.FLAG),

  /** Whether tags have an index; boolean, false. Costs each write, saves each evict a scan. */
  TAG_INDEX("tag_index", 0L, Kind.FLAG),

  /** Which entries go first; an {@link EvictionPolicy}, or the name of a standard one. */
  EVICTION_POLICY("eviction_policy", "least-recently-stored", Kind.POLICY),

  /**
   * Bytes above which entries are removed by the eviction policy; 0 or more, 1 GiB. Of a {@link
   * FanoutCache} being opened, the sum over all shards. An empty database counts 32768 already.
   */
  SIZE_LIMIT("size_limit", 1L << 30, Kind.BYTES),

  /** Entries that one write removes at most, expired ones first; 0 or more, 10. */
  CULL_LIMIT("cull_limit", 10L, Kind.COUNT),

  /** SQLite's auto_vacuum; 0, 1 or 2, 1. Takes effect in a new directory only. */
  SQLITE_AUTO_VACUUM("sqlite_auto_vacuum", 1L, Kind.MODE),

  /** SQLite's page cache per connection; pages, or KiB when negative, 8192. */
  SQLITE_CACHE_SIZE("sqlite_cache_size", 8192L, Kind.NUMBER),

  /** SQLite's journal_mode; {@code wal} only, since several processes share the directory. */
  SQLITE_JOURNAL_MODE("sqlite_journal_mode", "wal", Kind.JOURNAL),

  /** Bytes of the database that SQLite maps into memory per connection; 0 or more, 64 MiB. */
  SQLITE_MMAP_SIZE("sqlite_mmap_size", 1L << 26, Kind.COUNT),

  /**
   * SQLite's synchronous; 0, 1 or 2, 1. With 0 and 1 the last writes may be lost in a power loss,
   * never in a process's; with 0 a power loss may damage the database; 2 makes every write wait for
   * the disk.
   */
  SQLITE_SYNCHRONOUS("sqlite_synchronous", 1L, Kind.MODE),

  /** Length from which a value is kept in a file of its own; bytes or code points, 32768. */
  DISK_MIN_FILE_SIZE("disk_min_file_size", 1L << 15, Kind.COUNT),

  /** Pickle protocol of keys and values that SQLite has no type for; 5 only, part of the key. */
  DISK_PICKLE_PROTOCOL("disk_pickle_protocol", 5L, Kind.PICKLE);

  private final String storedName;

  // A Long or a String.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Object defaultValue;

  private final Kind kind;

  Setting(String storedName, Object defaultValue, Kind kind) {
    this.storedName = storedName;
    this.defaultValue = defaultValue;
    this.kind = kind;
  }

  /**
   * Returns the name of the setting's row and in configuration.
   *
   * @return the name, such as {@code size_limit}
   */
  public String storedName() {
    return storedName;
  }

  /** Long or text, as it is stored. */
  Object defaultValue() {
    return defaultValue;
  }

  boolean isPragma() {
    return kind != Kind.FLAG && storedName.startsWith("sqlite_");
  }

  String pragma() {
    return storedName.substring("sqlite_".length());
  }

  /** The value as it is stored: a long, double or text. */
  Object checked(Object value) {
    return kind.checked(this, value);
  }

  static Setting ofStoredName(String name) {
    return Arrays.stream(values())
        .filter(setting -> setting.storedName.equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = Arrays.stream(values()).map(Setting::storedName).toList();
              return new CacheSettingException(
                  "set",
                  name,
                  "there is no such setting",
                  "did you mean [" + Texts.nearest(name, names) + "]? All settings: " + names);
            });
  }

  private CacheSettingException refused(Object value, String rule) {
    return new CacheSettingException(
        "set", storedName, rule + ", was [" + Texts.shorten(value) + "]", "give it such a value");
  }

  /** The values that a setting takes. */
  private enum Kind {
    FLAG {
      @Override
      Object checked(Setting setting, Object value) {
        if (value instanceof Boolean flag) {
          return flag ? 1L : 0L;
        }
        return switch (value.toString()) {
          case "true", "1" -> 1L;
          case "false", "0" -> 0L;
          default -> throw setting.refused(value, "it takes true or false");
        };
      }
    },
    COUNT {
      @Override
      Object checked(Setting setting, Object value) {
        long number = whole(setting, value);
        if (number < 0) {
          throw setting.refused(value, "it takes a whole number from 0");
        }
        return number;
      }
    },
    BYTES {
      @Override
      Object checked(Setting setting, Object value) {
        if (value instanceof Double bytes && bytes >= 0 && !bytes.isInfinite()) {
          return bytes;
        }
        return COUNT.checked(setting, value);
      }
    },
    NUMBER {
      @Override
      Object checked(Setting setting, Object value) {
        return whole(setting, value);
      }
    },
    MODE {
      @Override
      Object checked(Setting setting, Object value) {
        long mode = whole(setting, value);
        if (mode < 0 || mode > 2) {
          throw setting.refused(value, "it takes 0, 1 or 2");
        }
        return mode;
      }
    },
    PICKLE {
      @Override
      Object checked(Setting setting, Object value) {
        if (whole(setting, value) != 5) {
          throw setting.refused(value, "it takes 5");
        }
        return 5L;
      }
    },
    JOURNAL {
      @Override
      Object checked(Setting setting, Object value) {
        if (!"wal".equals(value)) {
          throw setting.refused(value, "it takes wal");
        }
        return value;
      }
    },
    POLICY {
      @Override
      Object checked(Setting setting, Object value) {
        return value instanceof EvictionPolicy policy
            ? policy.storedName()
            : EvictionPolicy.named(value.toString(), null).storedName();
      }
    };

    abstract Object checked(Setting setting, Object value);

    private static final Set<Class<?>> WHOLE =
        Set.of(Byte.class, Short.class, Integer.class, Long.class);

    static long whole(Setting setting, Object value) {
      if (WHOLE.contains(value.getClass())) {
        return ((Number) value).longValue();
      }
      try {
        return Long.parseLong(value.toString());
      } catch (NumberFormatException e) {
        throw setting.refused(value, "it takes a whole number");
      }
    }
  }
}
