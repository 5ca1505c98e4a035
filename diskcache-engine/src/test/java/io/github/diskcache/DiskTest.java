// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskTest {
  @RegisterExtension final Stores stores = new Stores();

  /** Keeps keys in upper case, values in reverse, and fails where it is told to. */
  private static class ReversingDisk implements Disk {
    @Override
    public String name() {
      return "reversing";
    }

    @Override
    public EncodedKey encodeKey(Object key) {
      if ("unspeakable".equals(key)) {
        throw new IllegalStateException("secret");
      }
      return new EncodedKey(key.toString().toUpperCase(Locale.ROOT), true);
    }

    @Override
    public Object decodeKey(EncodedKey stored) {
      return stored.column();
    }

    @Override
    public EncodedValue encodeValue(Object value) {
      return new EncodedValue(reversed((String) value), true);
    }

    @Override
    public Object decodeValue(EncodedValue stored) {
      String value = reversed((String) stored.column());
      if (value.equals("damaged")) {
        throw new DamagedValueException("it says so");
      }
      if (value.equals("refused")) {
        throw new UnsupportedOperationException("secret");
      }
      return value;
    }

    private static String reversed(String text) {
      return new StringBuilder(text).reverse().toString();
    }
  }

  private final Disk disk = new ReversingDisk();

  private Cache<Object, Object> open() {
    return stores.open(stores.builder().disk(disk));
  }

  @Test
  void disk_ownOne_encodesKeysAndValuesEverywhere() throws Exception {
    Cache<Object, Object> cache = open();

    cache.set("key", "value");
    cache.add("large", "ab".repeat(30_000));
    cache.setAll(Map.of("bulk", "batch"), WriteOptions.NONE);

    assertThat(cache.get("KEY")).isEqualTo("value");
    assertThat(cache.keys()).containsExactly("KEY", "LARGE", "BULK");
    assertThat(cache.get("large")).isEqualTo("ab".repeat(30_000));
    assertThat(cache.first().orElseThrow().value()).isEqualTo("value");
    assertThat(cache.pop("bulk")).isEqualTo("batch");
    assertThat(Stores.rows(stores.directory(), "SELECT value FROM Cache WHERE key = 'KEY'"))
        .containsExactly(List.of("eulav"));
    try (ValueStream stream = cache.read("key").orElseThrow()) {
      assertThat(stream.stream()).hasContent("value");
    }
  }

  @Test
  void disk_queue_keepsItsKeysNative() {
    Cache<Object, Object> cache = open();

    Object key = cache.queue("jobs").push("job");

    assertThat(key).isEqualTo("jobs-500000000000000");
    assertThat(cache.get(key)).isEqualTo("job");
    assertThat(cache.queue("jobs").pull().orElseThrow().key()).isEqualTo(key);
  }

  @Test
  void set_diskThatThrows_changesNothingAndNamesNoValue() {
    Cache<Object, Object> cache = open();
    cache.set("key", "old");

    assertThatThrownBy(() -> cache.set("unspeakable", "value"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot use as key [java.lang.String]: its disk [reversing] failed with"
                + " java.lang.IllegalStateException; see the cause")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.set("key", "new");
                      cache.set("other", 42);
                    }))
        .isInstanceOf(CacheTypeException.class)
        .hasCauseInstanceOf(ClassCastException.class);
    assertThat(cache.get("key")).isEqualTo("old");
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void transact_refusalCaughtInside_commitsTheRest() {
    Cache<Object, Object> cache = open();

    cache.transact(
        () -> {
          cache.set("before", "1");
          assertThatThrownBy(() -> cache.set("other", 42)).isInstanceOf(CacheTypeException.class);
          cache.set("after", "2");
        });

    assertThat(cache.keys()).containsExactly("BEFORE", "AFTER");
  }

  @Test
  void get_diskThatThrows_isARefusalOrAMiss() {
    Cache<Object, Object> cache = open();
    cache.set("k", "refused");
    cache.set("d", "damaged");

    assertThatThrownBy(() -> cache.get("k"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot read [java.lang.String]: its disk [reversing] failed with"
                + " java.lang.UnsupportedOperationException; see the cause");
    assertThatThrownBy(() -> cache.pop("k")).isInstanceOf(CacheTypeException.class);
    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.entry("d")).isEmpty();
    assertThat(cache.read("d")).isEmpty();
  }

  @Test
  void set_columnsThatSqliteDoesNotHave_areRefused() {
    assertThatThrownBy(() -> new EncodedKey(1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was java.lang.Integer");
    assertThatThrownBy(() -> new EncodedKey(Double.NaN, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EncodedValue("text", false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> open().set("\ud800", "value")).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void open_anotherDisk_isRefusedAndSameOneIsNot() {
    open().set("key", "value");

    assertThat(open().get("key")).isEqualTo("value");
    assertThatThrownBy(() -> stores.builder().open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it was made with the disk [reversing], not with [plain]");
    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk()).open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it was made with the disk [reversing], not with [json]");
  }

  @Test
  void open_ownDiskOnEmptyPlainDirectory_makesItItsOwn() {
    stores.open().close();

    open().set("key", "value");

    assertThat(open().get("key")).isEqualTo("value");
  }

  @Test
  void disk_nameOfOurs_isRefused() {
    for (String name : List.of("plain", "json")) {
      assertThatThrownBy(
              () ->
                  stores
                      .builder()
                      .disk(
                          new ReversingDisk() {
                            @Override
                            public String name() {
                              return name;
                            }
                          }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the name [" + name + "] is another disk's");
    }
  }

  @Test
  void disk_settingsOfItsOwn_areKeptAndHandedBack() {
    record SaltedDisk(String salt) implements Disk {
      @Override
      public String name() {
        return "salted";
      }

      @Override
      public EncodedKey encodeKey(Object key) {
        return new EncodedKey(salt + key, true);
      }

      @Override
      public Object decodeKey(EncodedKey stored) {
        return stored.column().toString().substring(salt.length());
      }

      @Override
      public EncodedValue encodeValue(Object value) {
        return Disk.plain().encodeValue(value);
      }

      @Override
      public Object decodeValue(EncodedValue stored) {
        return Disk.plain().decodeValue(stored);
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of("disk_salt", salt);
      }

      @Override
      public Disk opened(Map<String, Object> settings) {
        return new SaltedDisk(settings.getOrDefault("disk_salt", salt).toString());
      }
    }
    stores.open(stores.builder().disk(new SaltedDisk("abc"))).set("key", List.of(1L));

    Cache<Object, Object> cache = stores.open(stores.builder().disk(new SaltedDisk("other")));

    assertThat(cache.get("key")).isEqualTo(List.of(1L));
    assertThat(cache.keys()).containsExactly("key");
    assertThat(cache.maintenance().stored("disk_salt")).isEqualTo("abc");
  }
}
