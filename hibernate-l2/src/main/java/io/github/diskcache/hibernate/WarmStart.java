// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** What the first process to open a directory believes of the entries it finds. */
enum WarmStart {
  OFF,
  READ_ONLY,
  TRUST;

  static WarmStart of(SettingText texts) {
    String text = texts.text(DiskCacheSettings.WARM_START, "read_only");
    return switch (text) {
      case "off" -> OFF;
      case "read_only" -> READ_ONLY;
      case "trust" -> TRUST;
      case "probe" ->
          throw SettingText.refused(
              DiskCacheSettings.WARM_START,
              text,
              "off, read_only or trust: probing the database is not possible in this version");
      default ->
          throw SettingText.refused(
              DiskCacheSettings.WARM_START, text, "off, read_only (the default) or trust");
    };
  }
}
