// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDiskTest {
  @RegisterExtension final Stores stores = new Stores();

  private final JsonDisk disk = new JsonDisk();

  private Cache<Object, Object> open(Disk with) {
    return stores.open(stores.builder().disk(with));
  }

  @Test
  void encodeKey_levelOne_givesPythonsBytes() {
    assertThat(disk.encodeKey("a")).isEqualTo(blob("7801534a540200014d00a6"));
    assertThat(disk.encodeKey(1)).isEqualTo(blob("780133040000320032"));
    assertThat(disk.encodeKey(null)).isEqualTo(blob("7801cb2bcdc90100045f01bc"));
    assertThat(disk.encodeKey(List.of(1, 2))).isEqualTo(blob("78018b36d451308a050004ee0168"));
    assertThat(disk.encodeKey(Tuple.of(1, 2))).isEqualTo(disk.encodeKey(List.of(1, 2)));
  }

  @ParameterizedTest
  @CsvSource({"0, 7801", "1, 7801", "6, 789c", "9, 78da"})
  void encodeKey_levels_haveZlibsHeaders(int level, String header) {
    byte[] bytes = (byte[]) new JsonDisk(level).encodeKey("a").column();

    assertThat(Arrays.copyOf(bytes, 2)).isEqualTo(HexFormat.of().parseHex(header));
  }

  /** C19: the row of JSONDisk. */
  @Test
  void hash_jsonKeys_isTheChecksumOfTheCompressedBytes() {
    assertHash("a", 241238625, 1);
    assertHash(1, 109969685, 5);
    assertHash(null, 486540327, 7);
    assertHash(List.of(1, 2), 592053370, 2);
  }

  private void assertHash(Object key, long hash, int shard) {
    assertThat(disk.encodeKey(key).hash()).isEqualTo(hash);
    assertThat(disk.encodeKey(key).shard(8)).isEqualTo(shard);
  }

  @Test
  void new_levelOutOfRange_isRefused() {
    assertThatThrownBy(() -> new JsonDisk(10))
        .isInstanceOf(CacheSettingException.class)
        .hasMessageContaining("it takes 0 to 9, was [10]");
    assertThatThrownBy(() -> new JsonDisk(-1)).isInstanceOf(CacheSettingException.class);
  }

  @Test
  void set_everyJsonType_comesBack() {
    Cache<Object, Object> cache = open(disk);
    List<Object> values =
        Arrays.asList(
            null,
            true,
            7L,
            1.5,
            BigInteger.TEN.pow(40),
            "héllo\0😀",
            List.of(1L, List.of()),
            Map.of("key", Map.of()),
            LongStream.range(0, 30_000).boxed().toList());

    values.forEach(value -> cache.set(Arrays.asList("key", value), value));

    for (Object value : values) {
      assertThat(cache.entry(Arrays.asList("key", value)).orElseThrow().value()).isEqualTo(value);
    }
    assertThat(cache.size()).isEqualTo(values.size());
    assertThat(cache.keys(KeyOrder.INSERTION))
        .containsExactlyElementsOf(
            values.stream().<Object>map(value -> Arrays.asList("key", value)).toList());
  }

  @Test
  void set_oneAsIntegerDoubleAndText_areThreeKeys() {
    Cache<Object, Object> cache = open(disk);

    cache.set(1, "integer");
    cache.set(1.0, "double");
    cache.set("1", "text");

    assertThat(cache.keys()).containsExactly(1L, 1.0, "1");
  }

  @Test
  void set_rows_areRawBlobs() throws Exception {
    Cache<Object, Object> cache = open(disk);
    cache.set("a", 1);
    cache.set("large", IntStream.range(0, 50_000).map(i -> i * 7919).boxed().toList());

    List<List<Object>> rows =
        Stores.rows(
            stores.directory(),
            "SELECT typeof(key), raw, mode, typeof(value), filename IS NULL FROM Cache");

    assertThat(rows)
        .containsExactly(List.of("blob", 1, 1, "blob", 1), List.of("blob", 1, 2, "null", 0));
  }

  @Test
  void set_bytesOrSet_isRefusedAndChangesNothing() {
    Cache<Object, Object> cache = open(disk);
    cache.set("k", "old");

    assertThatThrownBy(() -> cache.set("k", new byte[1])).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> cache.set("k", Set.of())).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> cache.set(new byte[1], 1))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageStartingWith("Cannot use as key [byte[]]: JSON has no form");
    assertThat(cache.get("k")).isEqualTo("old");
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void setStream_anyBytes_comeBackByReadOnly() throws Exception {
    Cache<Object, Object> cache = open(disk);
    byte[] bytes = "no JSON, not compressed".getBytes(UTF_8);

    cache.setStream("s", new ByteArrayInputStream(bytes), WriteOptions.NONE);

    try (ValueStream stream = cache.read("s").orElseThrow()) {
      assertThat(stream.stream().readAllBytes()).isEqualTo(bytes);
      assertThat(stream.path()).isRegularFile().hasBinaryContent(bytes);
      assertThat(stream.sizeBytes()).isEqualTo(bytes.length);
    }
    assertThatThrownBy(() -> cache.get("s"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot read [23 bytes]: they are no compressed JSON; use read, if it was stored as a"
                + " stream");
  }

  @Test
  void read_inlineValue_isItsTextAndNotItsCompressedBytes() throws Exception {
    Cache<Object, Object> cache = open(disk);
    cache.set("text", "héllo");
    cache.set("list", List.of(1));

    try (ValueStream stream = cache.read("text").orElseThrow()) {
      assertThat(stream.stream().readAllBytes()).isEqualTo("héllo".getBytes(UTF_8));
      assertThat(stream.path()).isNull();
    }
    assertThatThrownBy(() -> cache.read("list")).isInstanceOf(CacheTypeException.class);
  }

  /** C107. */
  @Test
  void C107_push_listKeysGetByKeyPull_allWork() {
    Cache<Object, Object> cache = open(disk);

    Object first = cache.queue().push("one");
    Object second = cache.queue().push(List.of(2L));
    Object prefixed = cache.queue("jobs").push(Map.of("job", 3L));
    cache.set("ordinary", 4);

    assertThat(first).isEqualTo(500_000_000_000_000L);
    assertThat(prefixed).isEqualTo("jobs-500000000000000");
    assertThat(cache.keys()).containsExactly(first, second, prefixed, "ordinary");
    assertThat(cache.keys(KeyOrder.SORTED)).containsExactly(first, second, prefixed, "ordinary");
    assertThat(cache.get(first)).isEqualTo("one");
    assertThat(cache.get(second)).isEqualTo(List.of(2L));
    assertThat(cache.get(prefixed)).isEqualTo(Map.of("job", 3L));
    assertThat(cache.contains(first)).isTrue();
    assertThat(cache.first().orElseThrow().key()).isEqualTo(first);
    assertThat(cache.queue().peek().orElseThrow().value()).isEqualTo("one");
    assertThat(cache.queue().pull().orElseThrow().value()).isEqualTo("one");
    assertThat(cache.queue().pull().orElseThrow().key()).isEqualTo(second);
    assertThat(cache.queue().pull()).isEmpty();
    assertThat(cache.queue("jobs").pull().orElseThrow().value()).isEqualTo(Map.of("job", 3L));
    assertThat(cache.contains(first)).isFalse();
  }

  @Test
  void set_pushedKey_replacesTheElement() {
    Cache<Object, Object> cache = open(disk);
    Object key = cache.queue().push("old");

    cache.set(key, "new");
    cache.set(500_000_000_000_001L, "an ordinary key of that form");

    assertThat(cache.queue().pull().orElseThrow().value()).isEqualTo("new");
    assertThat(cache.queue().pull()).isEmpty();
    assertThat(cache.get(500_000_000_000_001L)).isEqualTo("an ordinary key of that form");
  }

  @Test
  void increment_missingAndPresent_addsToJson() throws Exception {
    Cache<Object, Object> cache = open(disk);
    cache.set("set", 40);

    assertThat(cache.increment("set", 2)).isEqualTo(42);
    assertThat(cache.increment("made")).isEqualTo(1);
    assertThat(cache.increment("made", 0.5)).isEqualTo(1.5);

    assertThat(cache.get("set")).isEqualTo(42L);
    assertThat(cache.get("made")).isEqualTo(1.5);
    assertThat(Stores.rows(stores.directory(), "SELECT DISTINCT typeof(value), mode FROM Cache"))
        .containsExactly(List.of("blob", 1));
    cache.set("text", "1");
    assertThatThrownBy(() -> cache.increment("text")).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void openFanout_jsonDisk_findsEveryKeyAndNamesCachesAlike() {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder().disk(disk), 4);
    for (int i = 0; i < 100; i++) {
      cache.set(List.of("key", i), i);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(cache.get(List.of("key", i))).isEqualTo((long) i);
    }
    assertThat(cache.keys()).hasSize(100);
    assertThat(cache.increment(List.of("key", 7))).isEqualTo(8);
    assertThatThrownBy(() -> cache.cache("inner").set(1, new byte[1]))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void get_damagedValue_isAMiss() throws Exception {
    stores.expectDamage();
    Cache<Object, Object> cache = open(disk);
    cache.set("k", "a value that is compressed");
    byte[] value = (byte[]) disk.encodeValue("a value that is compressed").column();

    for (int i = 2; i < value.length; i++) {
      byte[] damaged = value.clone();
      damaged[i] ^= 1;
      Stores.rows(stores.directory(), "UPDATE Cache SET value = ?", (Object) damaged);
      assertThat(cache.entry("k")).as("byte %d", i).isEmpty();
    }
    for (int length = 2; length < value.length; length++) {
      Stores.rows(
          stores.directory(), "UPDATE Cache SET value = ?", (Object) Arrays.copyOf(value, length));
      assertThat(cache.entry("k")).as("length %d", length).isEmpty();
    }
  }

  @Test
  void get_bomb_isRefusedBeforeItIsExpanded() throws Exception {
    stores.expectDamage();
    Cache<Object, Object> cache = open(disk);
    cache.set("k", 1);
    Stores.rows(stores.directory(), "UPDATE Cache SET value = ?", (Object) bomb(400 << 20));

    assertThatThrownBy(() -> cache.get("k"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot read [compressed value]: it expands to more than 268435456 bytes; store less in"
                + " one value, or a stream");
    Stores.rows(stores.directory(), "UPDATE Cache SET key = ?", (Object) bomb(400 << 20));
    assertThat(cache.keys()).isEmpty();
  }

  /** Blanks, which compress a thousand times. */
  private static byte[] bomb(int size) {
    Deflater deflater = new Deflater(9);
    byte[] out = new byte[size / 500];
    int length = 0;
    byte[] blanks = new byte[1 << 20];
    Arrays.fill(blanks, (byte) ' ');
    for (int given = 0; given < size; given += blanks.length) {
      deflater.setInput(blanks);
      length += deflater.deflate(out, length, out.length - length);
    }
    deflater.finish();
    length += deflater.deflate(out, length, out.length - length);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  @Test
  void open_plainDiskOnJsonDirectory_isRefused() {
    open(disk).set("k", 1);

    assertThatThrownBy(() -> stores.builder().open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessage(
            "Cannot open cache ["
                + stores.directory()
                + "]: it was made with the disk [json], not with [plain]; open it with that disk");
  }

  @Test
  void open_jsonDiskOnPlainDirectory_isRefusedAndLeavesItAlone() throws Exception {
    Cache<Object, Object> plain = stores.open();
    plain.set("k", 1);

    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk(3)).open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("the disk [json], as it is set, would not have stored the keys");
    plain.close();
    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk(3)).open())
        .isInstanceOf(CacheOpenException.class);
    assertThat(settings()).doesNotContain(List.of("disk_compress_level"));
    assertThat(stores.open().get("k")).isEqualTo(1L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void open_levelGivenBefore_isKept(boolean reopened) throws Exception {
    Cache<Object, Object> nine = open(new JsonDisk(9));
    nine.set("k", 1);
    if (reopened) {
      nine.close();
    }

    assertThat(open(new JsonDisk()).get("k")).isEqualTo(1L);
    assertThat(open(new JsonDisk(9)).get("k")).isEqualTo(1L);
    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk(1)).open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining(
            "its keys are compressed at level 9, and at level 1 none would be found");
    assertThat(settings()).contains(List.of("disk_compress_level"));
    assertThat(open(disk).maintenance().stored("disk_compress_level")).isEqualTo(9L);
  }

  @Test
  void open_levelNeverGiven_keepsNoSettingAsPythonDoes() throws Exception {
    open(new JsonDisk()).set("k", 1);

    assertThat(settings()).hasSize(16).doesNotContain(List.of("disk_compress_level"));
    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk(6)).open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("would not have stored the keys");
    assertThat(open(new JsonDisk(1)).get("k")).isEqualTo(1L);
  }

  @Test
  void open_directoryWithUnknownLevel_isRefused() throws Exception {
    Path directory = stores.directory();
    open(new JsonDisk(9)).close();
    Stores.rows(directory, "UPDATE Settings SET value = 'x' WHERE key = 'disk_compress_level'");

    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk()).open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it keeps a compress level of [x]");
    Stores.rows(directory, "INSERT INTO Settings VALUES ('disk_other', 1)");
    assertThatThrownBy(() -> stores.builder().disk(new JsonDisk()).open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it was made with another disk, which has a setting [disk_");
  }

  private List<List<Object>> settings() throws Exception {
    return Stores.rows(stores.directory(), "SELECT key FROM Settings");
  }

  private static EncodedKey blob(String hex) {
    return new EncodedKey(HexFormat.of().parseHex(hex), true);
  }
}
