// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the first process to open a directory believes of the entries it finds. */
enum WarmStart {
  OFF,
  READ_ONLY,
  PROBE,
  TRUST;

  private static final Duration PROBE_MAX_OFFLINE = Duration.ofMinutes(10);

  /**
   * The policy with all it needs.
   *
   * @param maxOffline how long nobody may have used the directory for {@link #PROBE} and {@link
   *     #TRUST} to believe it; null: any time
   * @param probe a digest of the database's state, or 0 where it could not be had; asked by {@link
   *     #PROBE} only
   */
  record Terms(WarmStart policy, @Nullable Duration maxOffline, LongSupplier probe) {
    static Terms of(WarmStart policy) {
      return new Terms(policy, null, () -> 0);
    }
  }

  static WarmStart of(SettingText texts) {
    boolean probing = texts.text(DiskCacheSettings.PROBE_SQL) != null;
    String text = texts.text(DiskCacheSettings.WARM_START, probing ? "probe" : "read_only");
    return switch (text) {
      case "off" -> OFF;
      case "read_only" -> READ_ONLY;
      case "trust" -> TRUST;
      case "probe" -> {
        if (!probing) {
          throw SettingText.refused(
              DiskCacheSettings.WARM_START,
              text,
              "a query to ask, as [" + DiskCacheSettings.PROBE_SQL + "], or another policy");
        }
        yield PROBE;
      }
      default ->
          throw SettingText.refused(
              DiskCacheSettings.WARM_START, text, "off, read_only, probe or trust");
    };
  }

  /** How long nobody may have used the directory. */
  @Nullable Duration maxOffline(SettingText texts) {
    return texts.duration(DiskCacheSettings.MAX_OFFLINE, this == PROBE ? PROBE_MAX_OFFLINE : null);
  }
}
