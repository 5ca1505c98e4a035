// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares {@link JsonDisk} with a real python-diskcache, where the machine has one. */
class JsonDiskPythonTest {
  private static final int SAMPLES = 500;

  private static PythonCache python;

  @RegisterExtension final Stores stores = new Stores();

  @BeforeAll
  static void startPython() {
    python = PythonCache.start().orElse(null);
    assumeTrue(python != null, PythonCache.ABSENT);
  }

  @AfterAll
  static void stopPython() {
    if (python != null) {
      python.close();
    }
  }

  @Test
  void encode_randomValues_givesPythonsBytes() {
    python.run("disk = diskcache.JSONDisk('/nonexistent', min_file_size=1 << 40)");
    JsonDisk disk = new JsonDisk();
    long first = new Random().nextLong();
    for (long seed = first; seed < first + SAMPLES; seed++) {
      Object sample = new JsonSamples(seed).any();
      byte[] json = JsonWriter.write(sample, "store");

      String pythons =
          python.eval("bytes(disk.put(json.loads(" + PythonCache.bytes(json) + "))[0]).hex()");

      byte[] ours = (byte[]) disk.encodeKey(sample).column();
      assertThat(pythons)
          .as("seed %d, %s", seed, new String(json, UTF_8))
          .isEqualTo("'" + HexFormat.of().formatHex(ours) + "'");
    }
  }

  @Test
  void decode_pythonsRandomValues_givesThemBack() {
    python.run(
        """
        import random, struct
        def sample(r, depth=0):
            kind = r.randrange(11 if depth < 5 else 7)
            if kind == 0: return r.choice([None, True, False])
            if kind == 1: return r.getrandbits(r.randrange(1, 200)) * r.choice([1, -1])
            if kind in (2, 3): return struct.unpack('d', r.randbytes(8))[0]
            if kind == 4: return r.random()
            if kind < 7: return ''.join(map(chr, r.choices(range(0x11000), k=r.randrange(9))))
            if kind < 9: return [sample(r, depth + 1) for _ in range(r.randrange(6))]
            return {r.choice(['a', '\\u00e9', 1, 1.5, None, True, r.random()]):
                    sample(r, depth + 1) for _ in range(r.randrange(6))}
        disk = diskcache.JSONDisk('/nonexistent', min_file_size=1 << 40)
        """);
    JsonDisk disk = new JsonDisk();
    int first = new Random().nextInt(1 << 30);
    for (int seed = first; seed < first + SAMPLES; seed++) {
      String hex = python.eval("bytes(disk.put(sample(random.Random(" + seed + ")))[0]).hex()");
      byte[] pythons = HexFormat.of().parseHex(hex.substring(1, hex.length() - 1));

      Object sample = disk.decodeKey(new EncodedKey(pythons, true));

      // Python may have written two pairs with one name, of which the last counts.
      String again =
          python.eval(
              "bytes(disk.put(disk.get(" + PythonCache.bytes(pythons) + ", True))[0]).hex()");
      assertThat((byte[]) disk.encodeKey(sample).column())
          .as("seed %d", seed)
          .isEqualTo(HexFormat.of().parseHex(again.substring(1, again.length() - 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void compress_everyLevelAndSize_givesPythonsBytes(int level) {
    Random random = new Random(level);
    StringBuilder text = new StringBuilder();
    for (int size : new int[] {0, 1, 100, 5000, 32_700, 32_760, 33_000, 70_000, 100_000, 500_000}) {
      while (text.length() < size) {
        text.append(random.nextInt(4) == 0 ? "repeated " : Integer.toString(random.nextInt()));
      }
      byte[] ours = Zlib.compress(text.toString().getBytes(UTF_8), level);

      String pythons = python.eval("zlib.compress('" + text + "'.encode(), " + level + ").hex()");

      assertThat(pythons.equals("'" + HexFormat.of().formatHex(ours) + "'"))
          .as("%d characters at level %d", text.length(), level)
          .isTrue();
    }
  }

  @Test
  void open_directoryOfPython_sharesItLive() throws Exception {
    String directory = stores.directory().toString();
    python.run("cache = diskcache.Cache('" + directory + "', disk=diskcache.JSONDisk)");
    python.run("cache['from python'] = {'list': [1, 2.5, None], 'big': 'x' * 100000}");
    python.run("cache[(1, 'tuple')] = 1e23");
    python.run("pushed = cache.push('queued')");

    Cache<Object, Object> cache = stores.open(stores.builder().disk(new JsonDisk()));
    cache.set("from java", Map.of("value", Double.valueOf("2e23")));
    cache.set(List.of(2, "list"), "y".repeat(100_000));
    cache.set(1.0, "double");
    Object pushed = cache.queue().push(List.of("job"));

    assertThat(cache.get("from python"))
        .hasToString("{list=[1, 2.5, null], big=" + "x".repeat(100_000) + "}");
    assertThat(cache.get(List.of(1, "tuple"))).isEqualTo(Double.valueOf("1e23"));
    assertThat(cache.keys())
        .containsExactly(
            "from python",
            List.of(1L, "tuple"),
            500_000_000_000_000L,
            "from java",
            List.of(2L, "list"),
            1.0,
            pushed);
    assertThat(python.eval("cache['from java'], cache[1.0], len(cache[(2, 'list')])"))
        .isEqualTo("({'value': 2e+23}, 'double', 100000)");
    assertThat(python.eval("cache.pull()")).isEqualTo("(500000000000000, 'queued')");
    assertThat(cache.queue().pull().orElseThrow().value()).isEqualTo(List.of("job"));
    assertThat(cache.increment("number", 41)).isEqualTo(41);
    assertThat(python.eval("cache['number']")).isEqualTo("41");
    python.run("cache['from java'] = 'changed'");
    assertThat(cache.get("from java")).isEqualTo("changed");
    assertThat(python.eval("[str(w.message) for w in cache.check()]")).isEqualTo("[]");
    python.run("cache.close()");
  }

  @Test
  void open_directoryOfPythonWithLevel_keepsTheLevelBothWays() {
    String directory = stores.directory().toString();
    python.run(
        "cache = diskcache.Cache('"
            + directory
            + "', disk=diskcache.JSONDisk, disk_compress_level=9)");
    python.run("cache['key' * 100] = 'value'");

    assertThatThrownBy(() -> stores.builder().open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("which has a setting [disk_compress_level]");
    Cache<Object, Object> cache = stores.open(stores.builder().disk(new JsonDisk()));
    cache.set("other".repeat(100), "of java");

    assertThat(cache.get("key".repeat(100))).isEqualTo("value");
    assertThat(python.eval("cache['other' * 100]")).isEqualTo("'of java'");
    python.run("cache.close()");
  }

  @Test
  void open_directoryOfJavaWithLevel_isOpenedByPython() {
    String directory = stores.directory().toString();
    Cache<Object, Object> cache = stores.open(stores.builder().disk(new JsonDisk(6)));
    cache.set("key".repeat(100), List.of(1));
    cache.setStream("s", new ByteArrayInputStream(new byte[] {1, 2}), WriteOptions.NONE);

    python.run("cache = diskcache.Cache('" + directory + "', disk=diskcache.JSONDisk)");
    assertThat(python.eval("cache['key' * 100], cache.read('s').read()"))
        .isEqualTo("([1], b'\\x01\\x02')");
    python.run("import io");
    python.run("cache.set('stream', io.BytesIO(b'python'), read=True)");
    python.run("cache.close()");

    try (ValueStream stream = cache.read("stream").orElseThrow()) {
      assertThat(stream.stream()).hasContent("python");
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void openFanout_directoryOfPython_findsItsKeys() {
    String directory = stores.directory().toString();
    python.run(
        "cache = diskcache.FanoutCache('" + directory + "', shards=4, disk=diskcache.JSONDisk)");
    python.run("for i in range(200): cache[('key', i, float(i))] = i");

    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder().disk(new JsonDisk()), 4);

    List<Object> found = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      found.add(cache.get(Tuple.of("key", i, (double) i)));
      expected.add((long) i);
      cache.set(List.of("java", i), i);
    }
    assertThat(found).isEqualTo(expected);
    assertThat(python.eval("sum(cache[('java', i)] == i for i in range(200))")).isEqualTo("200");
    python.run("cache.close()");
  }
}
