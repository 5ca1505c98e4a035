// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheOpenException;
import io.github.diskcache.Codec;
import io.github.diskcache.CompressingCodec;
import io.github.diskcache.Disk;
import io.github.diskcache.EncodedKey;
import io.github.diskcache.EncodedValue;
import io.github.diskcache.JsonDisk;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/disks.md. */
class DisksPageTest extends PageTest {
  // snippet: record
  record Order(String customer, List<String> items) {}

  // end

  @Test
  void open_declaredTypes_areJson() {
    // snippet: types
    try (Cache<LocalDate, Order> orders =
        Cache.builder(directory).open(LocalDate.class, Order.class)) {
      LocalDate day = LocalDate.of(2026, 3, 14);
      orders.set(day, new Order("alice", List.of("shirt", "hat")));
      print(orders.get(day).items()); // [shirt, hat]
    }

    try (Cache<Object, Object> raw = Cache.open(directory)) {
      print(raw.get("2026-03-14")); // {"customer":"alice","items":["shirt","hat"]}
    }
    // end
  }

  // snippet: codec
  record Celsius(double degrees) {}

  static final class CelsiusCodec implements Codec<Celsius> {
    @Override
    public Object encode(Celsius temperature) {
      return temperature.degrees();
    }

    @Override
    public Celsius decode(Object stored) {
      return new Celsius((Double) stored);
    }
  }

  // end

  @Test
  void open_ownCodec_decidesTheForm() {
    // snippet: usecodec
    try (Cache<String, Celsius> temperatures =
        Cache.builder(directory).open(Codec.ofKey(String.class), new CelsiusCodec())) {
      temperatures.set("Oslo", new Celsius(-3.5));
      print(temperatures.get("Oslo")); // Celsius[degrees=-3.5]
      print(temperatures.get("Rome")); // null
    }
    // end
  }

  @Test
  void open_compressingCodec_storesLess() {
    // snippet: compress
    try (Cache<String, String> pages =
        Cache.builder(directory)
            .open(Codec.ofKey(String.class), CompressingCodec.deflate(Codec.of(String.class)))) {
      pages.set("/", "<p>hello</p>".repeat(10_000));
      print(pages.get("/").length()); // 120000
      print(pages.volume() < 40_000); // true
    }
    // end
  }

  @Test
  void open_jsonDisk_isTheDirectorysForm() {
    disk = new JsonDisk();
    // snippet: json
    try (Cache<Object, Object> cache = Cache.builder(directory).disk(new JsonDisk(6)).open()) {
      cache.set(List.of("a", 1), Map.of("ok", true));
      print(cache.get(List.of("a", 1))); // {ok=true}
    }

    try {
      Cache.open(directory);
    } catch (CacheOpenException e) {
      print(e.getMessage().contains("it was made with another disk")); // true
    }
    // end
  }

  // snippet: disk
  /** Stores text keys in upper case, so that "Oslo" and "OSLO" are one key; else the plain disk. */
  static final class UpperCaseKeys implements Disk {
    private final Disk plain = Disk.plain();

    @Override
    public String name() {
      return "upper-case-keys";
    }

    @Override
    public EncodedKey encodeKey(Object key) {
      return plain.encodeKey(key instanceof String text ? text.toUpperCase(Locale.ROOT) : key);
    }

    @Override
    public Object decodeKey(EncodedKey stored) {
      return plain.decodeKey(stored);
    }

    @Override
    public EncodedValue encodeValue(Object value) {
      return plain.encodeValue(value);
    }

    @Override
    public Object decodeValue(EncodedValue stored) {
      return plain.decodeValue(stored);
    }
  }

  // end

  @Test
  void open_ownDisk_decidesTheKeys() {
    disk = new UpperCaseKeys();
    // snippet: usedisk
    try (Cache<Object, Object> cache = Cache.builder(directory).disk(new UpperCaseKeys()).open()) {
      cache.set("Oslo", 1);
      print(cache.get("OSLO")); // 1
    }
    // end
  }
}
