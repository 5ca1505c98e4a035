// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.EvictionPolicy;
import java.io.ObjectInputFilter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one session factory, checked. Immutable.
 *
 * @param ttls what the names of time to live settings give, by what stands between prefix and
 *     suffix; null: never expires
 */
record L2Settings(
    Path directory,
    int shards,
    boolean minimalPuts,
    Duration lockTimeout,
    WarmStart warmStart,
    boolean transactionalFails,
    long sizeLimit,
    long nearSize,
    EvictionPolicy eviction,
    int synchronous,
    Map<String, @Nullable Duration> ttls,
    @Nullable String serializationAllow,
    long serializationMaxBytes) {

  private static final System.Logger LOG = System.getLogger(L2Settings.class.getName());

  private static final String SERVER_DATA = "jboss.server.data.dir";

  private static final List<String> NAMES =
      List.of(
          DiskCacheSettings.DIRECTORY,
          DiskCacheSettings.NAMESPACE,
          DiskCacheSettings.SHARDS,
          DiskCacheSettings.MINIMAL_PUTS,
          DiskCacheSettings.LOCK_TIMEOUT,
          DiskCacheSettings.WARM_START,
          DiskCacheSettings.TRANSACTIONAL,
          DiskCacheSettings.SIZE_LIMIT,
          DiskCacheSettings.NEAR_SIZE,
          DiskCacheSettings.EVICTION,
          DiskCacheSettings.SYNCHRONOUS,
          DiskCacheSettings.SERIALIZATION_ALLOW,
          DiskCacheSettings.SERIALIZATION_MAX_BYTES);

  /** Reads and checks all settings; unknown names are logged. */
  static L2Settings of(Map<String, Object> values) {
    SettingText texts = new SettingText(values);
    values.keySet().stream()
        .map(Object::toString)
        .filter(L2Settings::isUnknown)
        .sorted()
        .forEach(L2Settings::warnOfUnknown);
    Duration lockTimeout = texts.duration(DiskCacheSettings.LOCK_TIMEOUT, Duration.ofSeconds(60));
    if (lockTimeout == null || lockTimeout.toMillis() < 1) {
      throw SettingText.refused(
          DiskCacheSettings.LOCK_TIMEOUT,
          texts.text(DiskCacheSettings.LOCK_TIMEOUT, ""),
          "a duration such as 60s: locks must end");
    }
    return new L2Settings(
        directory(texts),
        texts.count(DiskCacheSettings.SHARDS, 4, 1, 64),
        texts.flag(DiskCacheSettings.MINIMAL_PUTS, true),
        lockTimeout,
        WarmStart.of(texts),
        transactionalFails(texts),
        texts.bytes(DiskCacheSettings.SIZE_LIMIT, 1L << 30),
        texts.bytes(DiskCacheSettings.NEAR_SIZE, 64L << 20),
        eviction(texts),
        synchronous(texts),
        ttls(texts),
        serializationAllow(texts),
        texts.bytes(DiskCacheSettings.SERIALIZATION_MAX_BYTES, 1L << 20));
  }

  /** The time to live of a role's entries; null: for ever. */
  @Nullable Duration ttl(RoleKind kind, String region, String role) {
    for (String what : List.of(role, region, kind.settingName)) {
      if (ttls.containsKey(what)) {
        return ttls.get(what);
      }
    }
    return kind.defaultTtl;
  }

  private static Path directory(SettingText texts) {
    String text = texts.text(DiskCacheSettings.DIRECTORY, serverDirectory(texts));
    if (text.isEmpty()) {
      throw new CacheException(
          "Cannot start the second-level cache: setting ["
              + DiskCacheSettings.DIRECTORY
              + "] is missing; give it a directory on a local disk that this application may"
              + " write, such as /var/cache/my-application");
    }
    String namespace = Namespace.of(texts);
    try {
      return Path.of(text).toAbsolutePath().normalize().resolve(namespace);
    } catch (InvalidPathException e) {
      throw SettingText.refused(DiskCacheSettings.DIRECTORY, text, "a path of this system");
    }
  }

  /** Inside WildFly its directory for data that outlive a restart; elsewhere nothing. */
  private static String serverDirectory(SettingText texts) {
    String data = texts.text(SERVER_DATA, System.getProperty(SERVER_DATA, ""));
    String prefix = texts.text("hibernate.cache.region_prefix", "");
    // names that become equal here still differ in the namespace
    return data.isEmpty()
        ? ""
        : data + "/diskcache/" + prefix.replaceAll("[^A-Za-z0-9_.-]", "_").replace("..", "__");
  }

  private static boolean transactionalFails(SettingText texts) {
    String text = texts.text(DiskCacheSettings.TRANSACTIONAL, "read-write");
    return switch (text) {
      case "read-write" -> false;
      case "fail" -> true;
      default ->
          throw SettingText.refused(DiskCacheSettings.TRANSACTIONAL, text, "read-write or fail");
    };
  }

  private static EvictionPolicy eviction(SettingText texts) {
    String text =
        texts.text(DiskCacheSettings.EVICTION, EvictionPolicy.LEAST_RECENTLY_STORED.storedName());
    return EvictionPolicy.standard().stream()
        .filter(policy -> policy.storedName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                SettingText.refused(
                    DiskCacheSettings.EVICTION,
                    text,
                    "one of "
                        + EvictionPolicy.standard().stream()
                            .map(EvictionPolicy::storedName)
                            .toList()));
  }

  private static int synchronous(SettingText texts) {
    String text = texts.text(DiskCacheSettings.SYNCHRONOUS, "normal");
    return switch (text) {
      case "off" -> 0;
      case "normal" -> 1;
      case "full" -> 2;
      default ->
          throw SettingText.refused(DiskCacheSettings.SYNCHRONOUS, text, "off, normal or full");
    };
  }

  private static Map<String, @Nullable Duration> ttls(SettingText texts) {
    Map<String, @Nullable Duration> ttls = new HashMap<>();
    for (String name : texts.values().keySet()) {
      if (isTtl(name)) {
        String what =
            name.substring(
                DiskCacheSettings.PREFIX.length(),
                name.length() - DiskCacheSettings.TTL_SUFFIX.length());
        ttls.put(what, texts.duration(name, null));
      }
    }
    return ttls;
  }

  private static @Nullable String serializationAllow(SettingText texts) {
    String patterns = texts.text(DiskCacheSettings.SERIALIZATION_ALLOW);
    if (patterns != null) {
      try {
        ObjectInputFilter.Config.createFilter(patterns);
      } catch (IllegalArgumentException e) {
        throw SettingText.refused(
            DiskCacheSettings.SERIALIZATION_ALLOW,
            patterns,
            "patterns of java.io.ObjectInputFilter, separated by ;");
      }
    }
    return patterns;
  }

  private static boolean isTtl(String name) {
    return name.startsWith(DiskCacheSettings.PREFIX)
        && name.endsWith(DiskCacheSettings.TTL_SUFFIX)
        && name.length()
            > DiskCacheSettings.PREFIX.length() + DiskCacheSettings.TTL_SUFFIX.length();
  }

  private static boolean isUnknown(String name) {
    return name.startsWith(DiskCacheSettings.PREFIX) && !isTtl(name) && !NAMES.contains(name);
  }

  private static void warnOfUnknown(String name) {
    String nearest =
        NAMES.stream()
            .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
            .orElseThrow();
    LOG.log(
        System.Logger.Level.WARNING,
        "Setting [{0}] is ignored: there is none of that name; did you mean [{1}]?",
        name,
        nearest);
  }

  /** Levenshtein's distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
