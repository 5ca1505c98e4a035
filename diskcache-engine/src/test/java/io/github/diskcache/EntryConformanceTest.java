// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Set, get, add, touch, delete and pop: the cases C34 to C52 of the conformance list, on both kinds
 * of cache.
 */
@ParameterizedClass
@EnumSource
class EntryConformanceTest {
  private static final String LARGE = "x".repeat(50_000);

  @RegisterExtension final Stores stores = new Stores();

  @Parameter Layout layout;

  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = layout.open(stores);
  }

  private void assertValueFiles(int count) throws IOException {
    assertThat(Stores.valueFiles(stores.directory())).hasSize(count);
  }

  /** No directories of value files remain, and the cache's own does. */
  private void assertNoFileDirectories(Object key) throws IOException {
    try (var children = Files.list(layout.directoryOf(stores, key))) {
      assertThat(children).isNotEmpty().noneMatch(Files::isDirectory);
    }
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void C34_get_missing_isNullOrFallback() {
    assertThat(cache.get("missing")).isNull();
    assertThat(cache.get("missing", "d")).isEqualTo("d");
    assertThat(cache.entry("missing")).isEmpty();
    assertThat(cache.contains("missing")).isFalse();
  }

  @Test
  void C35_set_null_isPresent() {
    cache.set("k", null);

    assertThat(cache.get("k", "d")).isNull();
    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.require("k")).isNull();
    assertThat(cache.entry("k")).contains(new Entry<>(null, null, null));
    assertThat(cache.add("k", 1)).isFalse();
    assertThat(cache.popEntry("k")).contains(new Entry<>(null, null, null));
    assertThat(cache.popEntry("k")).isEmpty();
  }

  @Test
  void C36_set_tag_comesWithEntry() {
    cache.set(0, 0, WriteOptions.tagged("number"));

    assertThat(cache.entry(0)).contains(new Entry<>(0L, null, "number"));
  }

  @Test
  void C37_set_zeroOrNegativeTtl_isWrittenAndMissed() {
    assertThat(cache.set("zero", 1, WriteOptions.ttl(Duration.ZERO)).written()).isTrue();
    assertThat(cache.set("past", LARGE, WriteOptions.ttl(seconds(-1))).written()).isTrue();

    for (Object key : List.of("zero", "past")) {
      assertThat(cache.entry(key)).isEmpty();
      assertThat(cache.contains(key)).isFalse();
      assertThat(cache.touch(key)).isFalse();
      assertThat(cache.delete(key)).isFalse();
      assertThat(cache.popEntry(key)).isEmpty();
      assertThat(cache.read(key)).isEmpty();
    }
  }

  @Test
  void C37_set_expired_countsUntilAnotherWriteCullsIt() throws Exception {
    cache.set("k", LARGE, WriteOptions.ttl(Duration.ZERO));
    assertThat(cache.size()).isEqualTo(1);

    stores.clock().advance(seconds(1));
    assertThat(cache.size()).isEqualTo(1);
    for (int i = 0; i < 64; i++) {
      cache.set(i, "in each shard");
    }

    assertThat(cache.size()).isEqualTo(64);
    assertValueFiles(0);
  }

  @Test
  void C37_get_atExpiry_isMiss() {
    cache.set("k", 1, WriteOptions.ttl(seconds(10)));
    Instant expiry = stores.clock().instant().plusSeconds(10);

    stores.clock().advance(Duration.ofMillis(9_999));
    assertThat(cache.entry("k")).contains(new Entry<>(1L, expiry, null));

    stores.clock().advance(Duration.ofMillis(1));
    assertThat(cache.entry("k")).isEmpty();
  }

  @Test
  void C37_set_farTtl_lives() {
    cache.set("k", 1, WriteOptions.ttl(Duration.ofSeconds(Long.MAX_VALUE)));

    assertThat(cache.get("k")).isEqualTo(1L);
    assertThat(cache.entry("k").orElseThrow().expiry()).isEqualTo(Instant.MAX);
    assertThat(cache.touch("k", Duration.ofSeconds(Long.MIN_VALUE))).isTrue();
    assertThat(cache.contains("k")).isFalse();
  }

  /** The order of one database: a fan-out cache gives its keys shard by shard. */
  @Test
  void C39_set_again_keepsOrder() {
    Cache<Object, Object> one = stores.opened(Cache.open(stores.directory("one")));
    List.of("c", "a", "b").forEach(key -> one.set(key, LARGE));

    one.set("c", 1);
    assertThat(one.keys()).containsExactly("c", "a", "b");

    assertThat(one.pop("c")).isEqualTo(1L);
    one.set("c", LARGE);
    assertThat(one.keys()).containsExactly("a", "b", "c");
    assertThat(one.keys(KeyOrder.INSERTION_REVERSED)).containsExactly("c", "b", "a");
  }

  @Test
  void C40_set_again_dropsTagAndExpiry() {
    cache.set("k", 1, WriteOptions.ttl(seconds(60)).tag("t"));
    cache.set("k", 2);
    assertThat(cache.entry("k")).contains(new Entry<>(2L, null, null));

    cache.set("k", LARGE, WriteOptions.ttl(seconds(60)).tag("t"));
    cache.set("k", 3);
    assertThat(cache.entry("k")).contains(new Entry<>(3L, null, null));
    assertThat(cache.evict("t")).isZero();
  }

  @Test
  void C41_set_smallOverFile_removesFileAndParents() throws Exception {
    cache.set("k", LARGE);
    assertValueFiles(1);

    cache.set("k", "small");

    assertThat(cache.get("k")).isEqualTo("small");
    cache.maintenance().flush();
    assertNoFileDirectories("k");
  }

  @Test
  void C41_set_fileOverFile_leavesOne() throws Exception {
    for (int i = 0; i < 5; i++) {
      cache.set("k", LARGE + i);
    }

    assertThat(cache.get("k")).isEqualTo(LARGE + 4);
    assertValueFiles(1);
  }

  @Test
  void C42_add_existing_storesNothing() throws Exception {
    assertThat(cache.add("k", 1)).isTrue();

    assertThat(cache.add("k", LARGE, WriteOptions.ttl(seconds(1)).tag("t"))).isFalse();

    assertThat(cache.entry("k")).contains(new Entry<>(1L, null, null));
    assertNoFileDirectories("k");
  }

  /** Inside a transaction the early look at the entry sees what the transaction wrote. */
  @Test
  void C42_add_existingInTransaction_storesNothing() throws Exception {
    cache.transact(
        () -> {
          assertThat(cache.add("k", 1)).isTrue();
          assertThat(cache.add("k", LARGE)).isFalse();
        });

    assertThat(cache.get("k")).isEqualTo(1L);
    assertNoFileDirectories("k");
  }

  @Test
  void C42_add_expired_replacesInPlace() throws Exception {
    cache.set("k", LARGE, WriteOptions.ttl(seconds(1)).tag("old"));
    stores.clock().advance(seconds(1));

    assertThat(cache.add("k", "new")).isTrue();

    assertThat(cache.entry("k")).contains(new Entry<>("new", null, null));
    assertThat(cache.size()).isEqualTo(1);
    assertNoFileDirectories("k");
  }

  @Test
  void C43_touch_withoutTtl_removesExpiry() {
    cache.set("k", 1, WriteOptions.ttl(seconds(60)).tag("t"));

    assertThat(cache.touch("k", seconds(30))).isTrue();
    assertThat(cache.entry("k").orElseThrow().expiry())
        .isEqualTo(stores.clock().instant().plusSeconds(30));

    assertThat(cache.touch("k")).isTrue();
    assertThat(cache.entry("k")).contains(new Entry<>(1L, null, "t"));
  }

  @Test
  void C43_touch_zeroTtl_expiresAtOnce() {
    cache.set("k", 1);

    assertThat(cache.touch("k", Duration.ZERO)).isTrue();

    assertThat(cache.touch("k")).isFalse();
    assertThat(cache.get("k")).isNull();
    assertThat(cache.touch("missing")).isFalse();
  }

  @Test
  void C44_delete_missing_isFalse() {
    cache.set("k", 1);

    assertThat(cache.delete("k")).isTrue();
    assertThat(cache.delete("k")).isFalse();
    assertThatThrownBy(() -> cache.require("k"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("[k]");
  }

  @Test
  void C45_pop_fileBacked_returnsValueAndRemovesFile() throws Exception {
    cache.set("k", LARGE, WriteOptions.tagged("t"));
    assertThat(cache.popEntry("k")).contains(new Entry<>(LARGE, null, "t"));
    assertNoFileDirectories("k");

    cache.set("k", new byte[50_000]);
    assertThat(cache.pop("k")).isEqualTo(new byte[50_000]);
    assertThat(cache.pop("k")).isNull();
    assertThat(cache.size()).isZero();
    assertNoFileDirectories("k");
  }

  @Test
  void C45_delete_fileBacked_removesFile() throws Exception {
    cache.set("k", LARGE);

    assertThat(cache.delete("k")).isTrue();

    assertNoFileDirectories("k");
  }

  @Test
  void C45_get_fileIsLost_isMiss() throws Exception {
    stores.expectDamage();
    cache.set("k", LARGE);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.entry("k")).isEmpty();
    assertThat(cache.read("k")).isEmpty();
    assertThat(cache.contains("k")).as("its row is there").isTrue();
    assertThatThrownBy(() -> cache.require("k")).isInstanceOf(NoSuchElementException.class);
    assertThat(cache.popEntry("k")).isEmpty();
    assertThat(cache.size()).as("pop has removed the row").isZero();
  }

  /** The pickle of a class is refused before anything is removed, also within a transaction. */
  @Test
  void C45_pop_refusedInTransaction_keepsEntry() throws Exception {
    cache.set("k", 1);
    Stores.rows(
        layout.directoryOf(stores, "k"),
        "UPDATE Cache SET mode = 4, value = X'8002636F730A730A2E' WHERE key = 'k'");

    cache.transact(
        () -> {
          assertThatThrownBy(() -> cache.pop("k")).isInstanceOf(CacheTypeException.class);
          cache.set("other", 2);
        });

    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.get("other")).isEqualTo(2L);
  }

  /** Where python-diskcache gives the value itself back. */
  @Test
  void C47_read_inlineTextOrBytes_isStreamOfItsBytes() throws Exception {
    cache.set("text", "héllo");
    cache.set("bytes", new byte[] {1, 2});

    assertRead("text", "héllo".getBytes(UTF_8), false);
    assertRead("bytes", new byte[] {1, 2}, false);
  }

  @Test
  void C47_read_fileBacked_isStreamOfItsFile() throws Exception {
    cache.set("text", "é".repeat(40_000));
    cache.set("bytes", LARGE.getBytes(UTF_8));
    cache.setStream("stream", new ByteArrayInputStream(new byte[0]), WriteOptions.NONE);

    assertRead("text", "é".repeat(40_000).getBytes(UTF_8), true);
    assertRead("bytes", LARGE.getBytes(UTF_8), true);
    assertRead("stream", new byte[0], true);
  }

  private void assertRead(Object key, byte[] bytes, boolean fromFile) throws IOException {
    try (ValueStream stream = cache.read(key).orElseThrow()) {
      assertThat(stream.sizeBytes()).isEqualTo(bytes.length);
      assertThat(stream.stream().readAllBytes()).isEqualTo(bytes);
      assertThat(stream.path() != null).isEqualTo(fromFile);
      if (stream.path() != null) {
        assertThat(stream.path()).hasBinaryContent(bytes);
      }
    }
  }

  @Test
  void C47_read_numberOrPickle_isTypeError() {
    for (Object value : new Object[] {7, 1.5, null, true, List.of(1L), List.of(LARGE)}) {
      cache.set("k", value);

      assertThatThrownBy(() -> cache.read("k"))
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("[k]")
          .hasMessageContaining("neither bytes nor text");
    }
    assertThat(cache.read("missing")).isEmpty();
  }

  /** What is open is read to its end, whatever becomes of the entry. */
  @Test
  void C47_read_entryDeletedMeanwhile_streamGoesOn() throws Exception {
    cache.set("k", LARGE);

    try (ValueStream stream = cache.read("k").orElseThrow()) {
      cache.delete("k");

      assertThat(stream.stream().readAllBytes()).isEqualTo(LARGE.getBytes(UTF_8));
    }
  }

  /** Where python-diskcache leaves the beginning of the file behind. */
  @Test
  void C48_setStream_streamFails_leavesNoTrace() throws Exception {
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("the source broke off");
              }
            });

    assertThatThrownBy(() -> cache.setStream("k", failing, WriteOptions.NONE))
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("the source broke off");

    assertThat(cache.size()).isZero();
    assertThat(cache.contains("k")).isFalse();
    assertNoFileDirectories("k");
    try (var files = Files.list(layout.directoryOf(stores, "k"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("cache\\.db(-wal|-shm|-lock|-words|-intents(-lock)?)?"));
    }
  }

  /** Bytes are stored as bytes; only {@code setStream} forces a file. */
  @Test
  void C49_set_smallBytes_areInline() throws Exception {
    cache.set("k", new byte[] {1, 2, 3});

    assertThat(layout.row(stores, "k", "mode, typeof(value), filename"))
        .containsExactly(1, "blob", null);
  }

  @Test
  void C50_set_tagsOfEveryType_comeBack() {
    for (Object tag : new Object[] {1234L, 5.67, "zero", "", "three".getBytes(UTF_8), -0.0}) {
      cache.set("k", 1, WriteOptions.tagged(tag));

      assertThat(cache.entry("k").orElseThrow().tag()).isEqualTo(tag);
    }
    cache.set("k", 1, WriteOptions.tagged(1234));
    assertThat(cache.entry("k").orElseThrow().tag()).isEqualTo(1234L);
  }

  @Test
  void C50_set_tagOfOtherType_isRefused() {
    List<Object> tags =
        List.of(true, List.of(), Tuple.of(), Map.of(), BigInteger.TWO.pow(64), 'c', Double.NaN);
    for (Object tag : tags) {
      assertThatThrownBy(() -> WriteOptions.tagged(tag))
          .as("%s", tag)
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("use as tag");
      assertThatThrownBy(() -> cache.evict(tag)).isInstanceOf(CacheTypeException.class);
    }
  }

  /** The tutorial's example, with the value as a stream. */
  @Test
  void C51_setStream_expiryAndTag_comeWithEntry() throws Exception {
    cache.setStream(
        "key",
        new ByteArrayInputStream("value".getBytes(UTF_8)),
        WriteOptions.ttl(seconds(5)).tag("data"));

    assertRead("key", "value".getBytes(UTF_8), true);
    Optional<Entry<Object>> entry = cache.entry("key");
    assertThat(entry.orElseThrow().value()).isEqualTo("value".getBytes(UTF_8));
    assertThat(entry.orElseThrow().expiry()).isEqualTo(stores.clock().instant().plusSeconds(5));
    assertThat(entry.orElseThrow().tag()).isEqualTo("data");
  }

  @Test
  void C52_set_longList_isPickleInFile() throws Exception {
    List<Long> numbers = LongStream.range(0, 20_000).boxed().toList();

    cache.set("k", numbers);

    assertThat(layout.row(stores, "k", "mode, size >= 32768, value")).containsExactly(4, 1, null);
    assertValueFiles(1);
    assertThat(cache.get("k")).isEqualTo(numbers);
  }
}
