// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheMaintenance;
import io.github.diskcache.CacheSettingException;
import io.github.diskcache.Setting;
import io.github.diskcache.Settings;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/settings.md. */
class SettingsPageTest extends PageTest {
  @Test
  void builder_settings_areStored() {
    // snippet: builder
    try (Cache<Object, Object> cache =
        Cache.builder(directory)
            .sizeLimit(4_000_000_000L)
            .setting(Setting.DISK_MIN_FILE_SIZE, 4096)
            .setting("sqlite_synchronous", "2")
            .open()) {
      Settings settings = cache.maintenance().settings();
      print(settings.sizeLimit()); // 4000000000
      print(settings.minFileSize()); // 4096
      print(settings.pragmas().get(Setting.SQLITE_SYNCHRONOUS)); // 2
    }
    // end
  }

  @Test
  void builder_unknownName_namesTheNearest() {
    // snippet: unknown
    try {
      Cache.builder(directory).setting("size_limt", 1_000_000);
    } catch (CacheSettingException e) {
      print(e.getMessage().contains("did you mean [size_limit]?")); // true
    }
    // end
  }

  @Test
  void change_settingOfAnOpenCache_isStored() {
    // snippet: change
    try (Cache<Object, Object> cache = Cache.open(directory);
        Cache<Object, Object> other = Cache.open(directory)) {
      CacheMaintenance maintenance = cache.maintenance();
      print(maintenance.change(Setting.CULL_LIMIT, 0).cullLimit()); // 0

      print(other.maintenance().settings().cullLimit()); // 10
      print(other.maintenance().reload().cullLimit()); // 0
      print(maintenance.stored("cull_limit")); // 0
      print(maintenance.stored("count")); // 0
    }
    // end
  }
}
