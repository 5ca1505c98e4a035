// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheBuilder;
import io.github.diskcache.CacheSettingException;
import io.github.diskcache.Codec;
import io.github.diskcache.CompressingCodec;
import io.github.diskcache.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The settings of one cache. Immutable, but looks values up anew. */
final class CacheSettings {
  private static final long NEAR_BYTES = 64L << 20;
  private static final int MOST_SHARDS = 1000;

  private static final Map<Property, Setting> STORED =
      new EnumMap<>(
          Map.of(
              Property.SIZE_LIMIT, Setting.SIZE_LIMIT,
              Property.CULL_LIMIT, Setting.CULL_LIMIT,
              Property.EVICTION_POLICY, Setting.EVICTION_POLICY,
              Property.TAG_INDEX, Setting.TAG_INDEX,
              Property.STATISTICS, Setting.STATISTICS,
              Property.MIN_FILE_SIZE, Setting.DISK_MIN_FILE_SIZE,
              Property.SYNCHRONOUS, Setting.SQLITE_SYNCHRONOUS,
              Property.MMAP_SIZE, Setting.SQLITE_MMAP_SIZE,
              Property.PAGE_CACHE, Setting.SQLITE_CACHE_SIZE));

  private final Settings settings;
  private final String cache;

  CacheSettings(Settings settings, String cache) {
    this.settings = settings;
    this.cache = cache;
  }

  Optional<String> value(Property property) {
    return settings.value(cache, property).map(String::trim);
  }

  /** The directory of a kind of store, which is the given one where there is one. */
  Path directory(Path base, String kind) {
    return value(Property.DIRECTORY)
        .map(given -> Path.of(given).toAbsolutePath().normalize())
        .orElseGet(() -> base.resolve(kind).resolve(cache));
  }

  boolean isFanout() {
    return value(Property.TYPE)
        .map(
            type ->
                switch (type) {
                  case "cache" -> false;
                  case "fanout" -> true;
                  default -> throw invalid(Property.TYPE, type, "it takes cache or fanout");
                })
        .orElse(false);
  }

  /** Whether the kind of cache is given at all. */
  boolean isPlainByName() {
    return value(Property.TYPE).isPresent() && !isFanout();
  }

  /** The time to live of results, null for none. */
  @Nullable Duration expire() {
    return duration(Property.EXPIRE, null);
  }

  @Nullable Duration lockTimeout() {
    return duration(Property.LOCK_TIMEOUT, null);
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(duration(Property.TIMEOUT, null));
  }

  private @Nullable Duration duration(Property property, @Nullable Duration fallback) {
    Optional<String> given = value(property);
    return given.isPresent() ? Durations.parse(given.get()) : fallback;
  }

  OptionalInt permits() {
    Optional<String> given = value(Property.PERMITS);
    return given.isPresent()
        ? OptionalInt.of((int) number(Property.PERMITS, given.get(), 1, Integer.MAX_VALUE))
        : OptionalInt.empty();
  }

  long nearBytes() {
    return value(Property.NEAR_SIZE)
        .map(text -> bytes(Property.NEAR_SIZE, text))
        .orElse(NEAR_BYTES);
  }

  /** A builder with all that is configured, and a near tier of some bytes. */
  CacheBuilder builder(Path directory, long nearBytes) {
    CacheBuilder builder = Cache.builder(directory).nearTier(nearBytes);
    STORED.forEach(
        (property, setting) ->
            value(property).ifPresent(text -> set(builder, property, setting, text)));
    timeout().ifPresent(builder::busyTimeout);
    value(Property.SHARDS)
        .ifPresent(text -> builder.shards((int) number(Property.SHARDS, text, 1, MOST_SHARDS)));
    Duration foreign = duration(Property.FOREIGN_WRITERS, null);
    if (foreign != null) {
      builder.foreignWriters(foreign);
    }
    return builder;
  }

  private void set(CacheBuilder builder, Property property, Setting setting, String text) {
    boolean isBytes =
        property == Property.SIZE_LIMIT
            || property == Property.MIN_FILE_SIZE
            || property == Property.MMAP_SIZE;
    try {
      builder.setting(setting, isBytes ? bytes(property, text) : text);
    } catch (CacheSettingException e) {
      throw invalid(property, text, String.valueOf(e.getMessage()));
    }
  }

  /** A codec that compresses when that is configured. */
  <T> Codec<T> compressing(Codec<T> codec) {
    String how = value(Property.COMPRESSION).orElse("none").toLowerCase(Locale.ROOT);
    return switch (how) {
      case "none" -> codec;
      case "deflate" -> CompressingCodec.deflate(codec);
      case "zstd" -> CompressingCodec.zstd(codec);
      default -> throw invalid(Property.COMPRESSION, how, "it takes none, deflate or zstd");
    };
  }

  /** Finds what is wrong before anything is opened. */
  void check() {
    builder(Path.of("unused"), nearBytes());
    isFanout();
    expire();
    lockTimeout();
    permits();
    compressing(Codec.of(String.class));
  }

  private long bytes(Property property, String text) {
    long bytes = Durations.bytes(text);
    if (bytes < 0) {
      throw invalid(property, text, "it takes bytes such as 1048576, 64M or 2G");
    }
    return bytes;
  }

  private long number(Property property, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw invalid(property, text, "it takes a whole number from " + least + " to " + most);
  }

  private InvalidSetting invalid(Property property, String text, String reason) {
    return new InvalidSetting(
        Message.SETTING, "diskcache." + cache + '.' + property.key(), text, reason);
  }
}
