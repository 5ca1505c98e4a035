// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maintenance of one or more shards. Thread-safe. */
final class ShardMaintenance implements CacheMaintenance {
  private final List<Shard> shards;
  private final @Nullable NearTier near;

  ShardMaintenance(List<Shard> shards, @Nullable NearTier near) {
    this.shards = shards;
    this.near = near;
  }

  private Shard first() {
    return shards.get(0);
  }

  @Override
  public Settings settings() {
    first().checkOpen();
    return first().settings();
  }

  @Override
  public Settings reload() {
    shards.forEach(Shard::reload);
    return first().settings();
  }

  @Override
  public Settings change(Setting setting, Object value) {
    setting.checked(value);
    shards.forEach(
        shard -> {
          shard.checkNoTransaction("set " + setting.storedName() + " of cache");
          shard.change(setting, value, shard.patience());
        });
    return first().settings();
  }

  @Override
  public Object stored(String name) {
    Optional<Object> value = first().read(sql -> SettingsTable.read(sql, name));
    if (value.isEmpty()) {
      List<String> names = List.copyOf(first().read(SettingsTable::readAll).keySet());
      throw new CacheSettingException(
          "read",
          name,
          "there is no such row",
          "did you mean [" + Texts.nearest(name, names) + "]?");
    }
    return value.get();
  }

  @Override
  public CacheStats stats() {
    CacheStats counts = sum(ShardMaintenance::counts);
    if (!first().settings().statistics() && !first().isReadOnly()) {
      change(Setting.STATISTICS, true);
    }
    return counts;
  }

  private static CacheStats counts(Shard shard) {
    shard.writeTouches(shard.patience());
    return shard.read(
        sql ->
            new CacheStats(
                SettingsTable.counter(sql, SettingsTable.HITS),
                SettingsTable.counter(sql, SettingsTable.MISSES)));
  }

  private CacheStats sum(Function<Shard, CacheStats> counts) {
    return shards.stream().map(counts).reduce(CacheStats.ZERO, CacheStats::plus);
  }

  @Override
  public CacheCounts counts() {
    first().checkOpen();
    return first().activity().counts();
  }

  @Override
  public long nearEntries() {
    first().checkOpen();
    return near == null ? 0 : near.size();
  }

  @Override
  public long nearBytes() {
    first().checkOpen();
    return near == null ? 0 : near.bytes();
  }

  @Override
  public CacheStats resetStats() {
    return sum(
        shard ->
            shard.write(
                shard.patience(),
                transaction -> {
                  CacheStats before = counts(shard);
                  SettingsTable.update(transaction.sql(), SettingsTable.HITS, 0L);
                  SettingsTable.update(transaction.sql(), SettingsTable.MISSES, 0L);
                  return before;
                }));
  }

  @Override
  public void disableStats() {
    shards.forEach(shard -> shard.writeTouches(shard.patience()));
    change(Setting.STATISTICS, false);
  }

  @Override
  public void createTagIndex() {
    change(Setting.TAG_INDEX, true);
  }

  @Override
  public void dropTagIndex() {
    change(Setting.TAG_INDEX, false);
  }

  @Override
  public void flush() {
    shards.forEach(
        shard -> {
          shard.checkOpen();
          shard.writeWaiting(shard.patience());
        });
  }

  @Override
  public long droppedWrites() {
    first().checkOpen();
    return shards.stream().mapToLong(Shard::droppedWrites).sum();
  }

  @Override
  public CheckReport check() {
    return reports(Audit::check);
  }

  @Override
  public CheckReport mend() {
    return reports(Audit::mend);
  }

  @Override
  public CheckReport sweep(Duration age) {
    if (age.isNegative()) {
      throw new CacheSettingException(
          "sweep files of age", age.toString(), "it is negative", "give zero or more");
    }
    return reports(shard -> Sweep.sweep(shard, age));
  }

  @Override
  public long countTagged(Object tag) {
    Object encoded = Keys.encodeTag(tag);
    return shards.stream()
        .mapToLong(shard -> shard.<Long>read(sql -> EntryTable.countTagged(sql, encoded)))
        .sum();
  }

  private CheckReport reports(Function<Shard, CheckReport> audit) {
    return shards.stream().map(audit).reduce(new CheckReport(List.of()), CheckReport::plus);
  }
}
