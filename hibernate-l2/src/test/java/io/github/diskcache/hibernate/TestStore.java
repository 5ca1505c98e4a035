// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a directory, a clock, and stores on it as if each were another process's. Time
 * stands still unless it is advanced.
 */
final class TestStore implements BeforeEachCallback, AfterEachCallback, InstantSource {
  static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

  private final List<L2Store> opened = new ArrayList<>();
  private Path directory = Path.of("");
  private volatile Instant now = Instant.EPOCH;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("diskcache-l2-store-");
    now = Instant.parse("2026-01-01T00:00:00Z");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    opened.forEach(L2Store::close);
    opened.clear();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  Path directory() {
    return directory;
  }

  L2Store open() {
    return open(WarmStart.TRUST);
  }

  L2Store open(WarmStart warmStart) {
    return open("warm_start", warmStart.name().toLowerCase(java.util.Locale.ROOT));
  }

  /** Opens the directory with one setting, and trust where that is another. */
  L2Store open(String name, String value) {
    L2Settings settings = settings(directory, name, value);
    L2Store store = L2Store.opened(settings.directory(), settings, () -> 0, this);
    opened.add(store);
    return store;
  }

  /** The settings of a store in a directory, where there is a folder for it. */
  static L2Settings settings(Path directory, WarmStart warmStart) {
    return settings(directory, "warm_start", warmStart.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static L2Settings settings(Path directory, String name, String value) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(DiskCacheSettings.WARM_START, "trust");
    settings.put(DiskCacheSettings.DIRECTORY, directory.toString());
    settings.put(DiskCacheSettings.NAMESPACE, "test");
    settings.put(DiskCacheSettings.SHARDS, 1);
    settings.put(DiskCacheSettings.PREFIX + name, value);
    L2Settings checked = L2Settings.of(settings);
    checked.directory().toFile().mkdirs();
    return checked;
  }

  void close(L2Store store) {
    opened.remove(store);
    store.close();
  }

  /** Ends a process without a close: it stays open, but nobody notices. */
  void lose(SharedArea area) {
    area.abandon();
  }

  /** The entries of a role in read-write access. */
  static RoleEntries readWrite(L2Store store, CachedRole role) {
    return entries(store, role, true);
  }

  /** The entries of a role in nonstrict or read-only access. */
  static RoleEntries withoutLocks(L2Store store, CachedRole role) {
    return entries(store, role, false);
  }

  private static RoleEntries entries(L2Store store, CachedRole role, boolean strict) {
    SerializedValues none = new SerializedValues(null, Set::of, null, 0);
    return new RoleEntries(
        store,
        role,
        new ValueCodec(EntryShapes.found(), none),
        new OnceLog(),
        strict,
        LOCK_TIMEOUT);
  }

  /** A role whose versions are integers. */
  static CachedRole versioned(L2Store store) {
    return role(store, true);
  }

  static CachedRole unversioned(L2Store store) {
    return role(store, false);
  }

  private static CachedRole role(L2Store store, boolean versioned) {
    Comparator<Object> versions = Comparator.comparing(version -> (Integer) version);
    return new CachedRole(
        RoleKind.ENTITY,
        "Book",
        "Book",
        true,
        () -> 1,
        versioned ? () -> versions : null,
        null,
        store.area().floor("region:books"),
        store.area().floor("entity:Book"),
        new RegionCounters());
  }

  static CacheKey key(long id) {
    KeyWriter writer = new KeyWriter().letter('E').value(id);
    return new CacheKey(writer.bytes(), true, id);
  }
}
