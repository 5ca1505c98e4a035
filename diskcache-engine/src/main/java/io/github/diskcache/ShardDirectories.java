// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The directories of a fan-out cache: {@code 000}, {@code 001} and so on, one a shard. Stateless.
 *
 * <p>The number of shards decides where each key is, so it is noted in the first shard, in a table
 * of our own; in a directory that python-diskcache made, it is the number of shards found.
 */
final class ShardDirectories {
  private static final String SHARDS = "shards";
  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS " + Schema.SIDE_TABLE + " (key TEXT PRIMARY KEY, value)";
  private static final String EXISTS = "SELECT COUNT(*) FROM sqlite_master WHERE name = ?";
  private static final String READ = "SELECT value FROM " + Schema.SIDE_TABLE + " WHERE key = ?";
  private static final String WRITE =
      "INSERT OR IGNORE INTO " + Schema.SIDE_TABLE + " (key, value) VALUES (?, ?)";

  private ShardDirectories() {}

  /** Opens all shards; a wanted number of 0 takes what is there, or the default. */
  static List<Shard> open(
      Path directory, int wanted, Map<Setting, Object> given, CacheOptions options) {
    if (Files.exists(directory.resolve(DatabaseOpener.FILE))) {
      throw new CacheOpenException(directory, "it holds a plain cache", "open it with open");
    }
    int found = found(directory);
    int likely = wanted != 0 ? wanted : found != 0 ? found : CacheBuilder.DEFAULT_SHARDS;
    List<Shard> shards = new ArrayList<>();
    try {
      shards.add(openShard(directory, 0, likely, given, options));
      int count = count(shards.get(0), found == 0 ? likely : found, options);
      if (wanted != 0 && wanted != count) {
        throw new CacheOpenException(
            directory,
            "it was made with " + count + " shards and cannot be opened with " + wanted,
            "open it with " + count + ", or copy its entries into a new directory");
      }
      for (int i = 1; i < count; i++) {
        shards.add(openShard(directory, i, count, given, options));
      }
      return shards;
    } catch (RuntimeException e) {
      shards.forEach(Shard::close);
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
    boolean noted = first.<Boolean>read(ShardDirectories::isNoted);
    if (!noted && options.readsOnly()) {
      return otherwise;
    }
    if (!noted) {
      first.change(
          Deadline.after(Duration.ofSeconds(60)),
          transaction -> {
            transaction.sql().run(CREATE);
            transaction.sql().execute(WRITE, SHARDS, (long) otherwise);
          });
    }
    return (int) (long) first.<Long>read(sql -> sql.number(READ, SHARDS));
  }

  private static boolean isNoted(SqlConnection sql) throws SQLException {
    return sql.number(EXISTS, Schema.SIDE_TABLE) == 1 && sql.number(READ, SHARDS) != 0;
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
