// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The directories of a fan-out cache: {@code 000}, {@code 001} and so on, one a shard. Stateless.
 *
 * <p>The number of shards decides where each key is, so it is noted in the first shard, in a table
 * of our own; in a directory that python-diskcache made, it is the number of shards found. The
 * first shard is made last: as soon as another process sees it, it sees the others too.
 */
final class ShardDirectories {
  private static final String SHARDS = "shards";

  private ShardDirectories() {}

  /** Opens all shards; a wanted number of 0 takes what is there, or the default. */
  static List<Shard> open(
      Path directory, int wanted, Map<Setting, Object> given, CacheOptions options) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new CacheOpenException(directory, "it is a file", "choose a directory");
    }
    if (Files.exists(directory.resolve(DatabaseOpener.FILE))) {
      throw new CacheOpenException(directory, "it holds a plain cache", "open it with open");
    }
    int found = found(directory);
    boolean fresh = !Files.exists(directory.resolve(name(0)).resolve(DatabaseOpener.FILE));
    int likely = wanted != 0 ? wanted : fresh ? CacheBuilder.DEFAULT_SHARDS : found;
    SortedMap<Integer, Shard> open = new TreeMap<>();
    IntFunction<Shard> opener = index -> openShard(directory, index, likely, given, options);
    try {
      if (fresh && !options.readsOnly()) {
        for (int i = likely - 1; i > 0; i--) {
          open.put(i, opener.apply(i));
        }
      }
      open.put(0, opener.apply(0));
      int count = count(open.get(0), fresh ? likely : found, options);
      if (wanted != 0 && wanted != count) {
        throw new CacheOpenException(
            directory,
            "it was made with " + count + " shards and cannot be opened with " + wanted,
            "open it with " + count + ", or copy its entries into a new directory");
      }
      for (int i = 1; i < count; i++) {
        open.computeIfAbsent(i, opener::apply);
      }
      RoutedCache.closeAll(open.tailMap(count).values());
      return List.copyOf(open.headMap(count).values());
    } catch (RuntimeException e) {
      try {
        RoutedCache.closeAll(open.values());
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static Shard openShard(
      Path directory, int index, int count, Map<Setting, Object> given, CacheOptions options) {
    Map<Setting, Object> own = new EnumMap<>(given);
    own.computeIfPresent(Setting.SIZE_LIMIT, (setting, total) -> share(total, count));
    Map<Setting, Object> fresh = new EnumMap<>(Setting.class);
    fresh.put(Setting.SIZE_LIMIT, share(Setting.SIZE_LIMIT.defaultValue(), count));
    return Shard.open(directory.resolve(name(index)), own, fresh, options);
  }

  private static double share(Object total, int count) {
    return ((Number) total).doubleValue() / count;
  }

  private static String name(int index) {
    return String.format(Locale.ROOT, "%03d", index);
  }

  private static int found(Path directory) {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> children = Files.list(directory)) {
      return (int)
          children
              .filter(child -> child.getFileName().toString().matches("\\d{3}"))
              .filter(child -> Files.exists(child.resolve(DatabaseOpener.FILE)))
              .count();
    } catch (IOException e) {
      throw new CacheOpenException(directory, "it cannot be listed: " + e, "grant access", e);
    }
  }

  /** The number noted in the first shard; notes one where there is none yet. */
  private static int count(Shard first, int otherwise, CacheOptions options) {
    OptionalLong noted = first.read(sql -> SideTable.read(sql, SHARDS));
    if (noted.isPresent() || options.readsOnly()) {
      return (int) noted.orElse(otherwise);
    }
    return (int) note(first, otherwise);
  }

  private static long note(Shard first, long count) {
    return first.write(
        Deadline.after(Duration.ofSeconds(60)),
        transaction -> {
          // Another process may have noted one since.
          OptionalLong noted = SideTable.read(transaction.sql(), SHARDS);
          if (noted.isEmpty()) {
            SideTable.write(transaction, SHARDS, count);
          }
          return noted.orElse(count);
        });
  }

  /** The directory of a cache named inside a fan-out cache; names cannot lead out of it. */
  static Path named(Path directory, String kind, String name) {
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.chars().anyMatch(c -> Character.isISOControl(c) || "\\:".indexOf(c) >= 0)) {
        throw new CacheOpenException(
            name,
            "a name has segments between slashes, none of them empty, [.] or [..], without control"
                + " characters, backslashes and colons",
            "choose another name");
      }
    }
    return directory.resolve(kind).resolve(name);
  }
}
