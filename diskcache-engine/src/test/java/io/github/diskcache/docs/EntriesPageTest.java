// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheTypeException;
import io.github.diskcache.Entry;
import io.github.diskcache.Tuple;
import io.github.diskcache.ValueStream;
import io.github.diskcache.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/entries.md. */
class EntriesPageTest extends PageTest {
  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = Cache.builder(directory).clock(clock).open();
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void set_getDelete() {
    // snippet: basic
    cache.set("key", "value");
    print(cache.get("key")); // value
    print(cache.contains("key")); // true
    print(cache.delete("key")); // true
    print(cache.delete("key")); // false
    print(cache.get("key")); // null
    // end
  }

  @Test
  void set_keysAndValues_ofSeveralTypes() {
    // snippet: types
    cache.set(42, 1.5);
    cache.set(Tuple.of("user", 7), List.of("reader", "editor"));
    cache.set("address", Map.of("city", "Oslo"));

    print(cache.get(Tuple.of("user", 7))); // [reader, editor]
    print(cache.get(42.0)); // 1.5
    print(cache.get("42")); // null
    // end
  }

  @Test
  void set_typeThatCannotBeStored_isRefused() {
    // snippet: refused
    try {
      cache.set("thread", Thread.currentThread());
    } catch (CacheTypeException e) {
      print(cache.contains("thread")); // false
    }
    // end
    assertThat(cache.size()).isZero();
  }

  @Test
  void get_missOrNull_areToldApart() {
    // snippet: nulls
    cache.set("middle name", null);

    print(cache.get("middle name")); // null
    print(cache.get("last name")); // null
    print(cache.contains("middle name")); // true
    print(cache.entry("middle name").isPresent()); // true
    print(cache.entry("last name").isPresent()); // false
    print(cache.get("last name", "unknown")); // unknown
    // end
  }

  @Test
  void require_missing_throws() {
    // snippet: require
    cache.set("limit", 10);
    print(cache.require("limit")); // 10
    try {
      cache.require("quota");
    } catch (NoSuchElementException e) {
      print(e.getMessage()); // No entry for key [quota]
    }
    // end
  }

  @Test
  void set_ttlAndTag_areInTheEntry() {
    // snippet: options
    cache.set("key", "value", WriteOptions.ttl(Duration.ofSeconds(5)).tag("data"));

    Entry<Object> entry = cache.entry("key").orElseThrow();
    print(entry.value()); // value
    print(entry.expiry()); // 2026-01-01T12:00:05Z
    print(entry.tag()); // data

    clock.advance(Duration.ofSeconds(5));
    print(cache.entry("key")); // Optional.empty
    // end
  }

  @Test
  void touch_liveEntry_hasAnotherExpiry() {
    // snippet: touch
    cache.set("session", "alice", WriteOptions.ttl(Duration.ofMinutes(30)));

    print(cache.touch("session", Duration.ofHours(1))); // true
    print(cache.entry("session").orElseThrow().expiry()); // 2026-01-01T13:00:00Z
    print(cache.touch("session")); // true
    print(cache.entry("session").orElseThrow().expiry()); // null
    print(cache.touch("no session", Duration.ofHours(1))); // false
    // end
  }

  @Test
  void add_present_changesNothing() {
    // snippet: add
    print(cache.add("leader", "node 1")); // true
    print(cache.add("leader", "node 2")); // false
    print(cache.get("leader")); // node 1
    // end
  }

  @Test
  void increment_numbers_count() {
    // snippet: increment
    print(cache.increment("visits")); // 1
    print(cache.increment("visits", 10)); // 11
    print(cache.decrement("visits")); // 10
    print(cache.increment("stock", -1, 100)); // 99
    print(cache.increment("seconds", 1.5)); // 1.5
    print(cache.incrementIfPresent("nobody", 1)); // OptionalLong.empty
    // end
  }

  @Test
  void pop_entry_isGone() {
    // snippet: pop
    cache.increment("requests", 250);
    cache.set("job", "index", WriteOptions.tagged("nightly"));

    print(cache.pop("requests")); // 250
    print(cache.pop("requests")); // null
    Optional<Entry<Object>> job = cache.popEntry("job");
    print(job.orElseThrow().tag()); // nightly
    print(cache.popEntry("job")); // Optional.empty
    // end
  }

  @Test
  void setAll_severalEntries_areOneTransaction() {
    // snippet: many
    Map<String, Integer> prices = new LinkedHashMap<>();
    prices.put("apple", 3);
    prices.put("pear", 4);
    prices.put("plum", 5);

    print(cache.setAll(prices)); // 3
    print(cache.getAll(List.of("plum", "fig", "apple"))); // {plum=5, apple=3}
    print(cache.deleteAll(List.of("plum", "fig"))); // 1
    // end
  }

  @Test
  void setStream_file_isReadAsStream() throws IOException {
    Path photo = Files.write(directory.resolve("photo.jpg"), new byte[100_000]);
    // snippet: stream
    try (InputStream source = Files.newInputStream(photo)) {
      cache.setStream("photo", source, WriteOptions.tagged("photos"));
    }

    try (ValueStream value = cache.read("photo").orElseThrow()) {
      print(value.sizeBytes()); // 100000
      print(value.path() != null); // true
      long copied = value.stream().transferTo(OutputStream.nullOutputStream());
      print(copied); // 100000
    }
    // end
    Files.delete(photo);
  }

  @Test
  void read_textInTheDatabase_isAStreamToo() throws IOException {
    // snippet: inline
    cache.set("note", "short");

    try (ValueStream value = cache.read("note").orElseThrow()) {
      String text = new String(value.stream().readAllBytes(), StandardCharsets.UTF_8);
      print(text); // short
      print(value.path()); // null
    }
    // end
  }

  @Test
  void get_stream_isBytes() {
    cache.setStream("s", InputStream.nullInputStream(), WriteOptions.NONE);

    assertThat(Arrays.equals((byte[]) cache.get("s"), new byte[0])).isTrue();
  }
}
