// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One directory open in this JVM and in a Python process with python-diskcache at the same time:
 * among others the cases C13, C14, C16 and C18 of the conformance list.
 */
class PythonInteropTest {
  /** Python expressions, and what they are here. */
  private static final Map<String, Object> PLAIN = plain();

  private static Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("42", 42L);
    plain.put("-7", -7L);
    plain.put("2**63 - 1", Long.MAX_VALUE);
    plain.put("-2**63", Long.MIN_VALUE);
    plain.put("1.5", 1.5);
    plain.put("5e-324", Double.MIN_VALUE);
    plain.put("float('-inf')", Double.NEGATIVE_INFINITY);
    plain.put("''", "");
    plain.put("'h\\xe9llo\\0 \\U0001f600'", "héllo\0 😀");
    plain.put("b''", new byte[0]);
    plain.put("b'\\x00\\xff'", new byte[] {0, -1});
    plain.put("None", null);
    plain.put("True", true);
    plain.put("False", false);
    plain.put("2**63", BigInteger.TWO.pow(63));
    plain.put("-2**2100", BigInteger.TWO.pow(2100).negate());
    plain.put("()", Tuple.of());
    plain.put("(1, 'a', None)", Tuple.of(1L, "a", null));
    plain.put("('part', 'part', b'part', b'part')", repetitive());
    plain.put("[]", List.of());
    plain.put("[1, 'a']", List.of(1L, "a"));
    plain.put("{}", Map.of());
    plain.put("{'a': 1}", Map.of("a", 1L));
    plain.put("{1: [2.5, {'b': (None, True)}]}", nested());
    plain.put("{'member'}", Set.of("member"));
    plain.put("set()", Set.of());
    return Collections.unmodifiableMap(plain);
  }

  private static Tuple repetitive() {
    return Tuple.of("part", "part", "part".getBytes(UTF_8), "part".getBytes(UTF_8));
  }

  private static Map<Object, Object> nested() {
    return Map.of(1L, List.of(2.5, Map.of("b", Tuple.of(null, true))));
  }

  /** Values that live in files. */
  private static final Map<String, Object> LARGE =
      Map.of(
          "'\\xe9' * 40000",
          "é".repeat(40_000),
          "b'x' * 40000",
          "x".repeat(40_000).getBytes(UTF_8),
          "list(range(20000))",
          LongStream.range(0, 20_000).boxed().toList(),
          "{i: str(i) for i in range(5000)}",
          numberedTexts());

  private static Map<Object, Object> numberedTexts() {
    Map<Object, Object> texts = new LinkedHashMap<>();
    LongStream.range(0, 5_000).forEach(i -> texts.put(i, Long.toString(i)));
    return texts;
  }

  private static final int DIRECTORIES = 15;

  private static Python python;

  @TempDir static Path work;

  @RegisterExtension final Stores stores = new Stores();

  @BeforeAll
  static void startPython() throws Exception {
    python = Python.start(work);
  }

  @AfterAll
  static void stopPython() {
    if (python != null) {
      python.close();
    }
  }

  /** Opens the test's directory on this side, by the clock that both sides have. */
  private Cache<Object, Object> openJava() {
    return stores.opened(Cache.open(stores.directory()));
  }

  /** Opens the test's directory on the other side. */
  private void openPython(String settings) throws InterruptedException {
    python.run("cache = diskcache.Cache(" + quoted(stores.directory()) + settings + ")");
  }

  private static String quoted(Path directory) {
    return "'" + directory + "'";
  }

  private static void assertClean(Cache<?, ?> cache) throws InterruptedException {
    assertThat(python.eval("check(cache)")).isEqualTo("[]");
    assertThat(cache.maintenance().check().problems()).isEmpty();
  }

  private static void assertSame(Object actual, Object expected, String expression) {
    if (expected == null) {
      assertThat(actual).as(expression).isNull();
    } else {
      assertThat(actual).as(expression).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void C13_set_everyPlainType_isEqualOnTheOtherSide() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    Map<String, Object> values = new LinkedHashMap<>(PLAIN);
    values.putAll(LARGE);

    for (Map.Entry<String, Object> value : values.entrySet()) {
      String expression = value.getKey();
      python.run("cache['python'] = " + expression);
      assertSame(cache.get("python"), value.getValue(), expression);

      cache.set("java", value.getValue());
      python.assertTrue(
          "cache['java'] == (%1$s) and type(cache['java']) is type(%1$s)".formatted(expression));

      // What came from there goes back as the same bytes, in a file or in the row.
      cache.set("echo", cache.get("python"));
      python.assertTrue("cache['echo'] == (%s)".formatted(expression));
      assertThat(
              Stores.rows(
                  stores.directory(),
                  "SELECT DISTINCT raw, size, mode, typeof(value), hex(value) FROM Cache"
                      + " WHERE key <> 'java'"))
          .as(expression)
          .hasSize(1);
    }
    assertClean(cache);
  }

  @Test
  void C13_get_typesOnlyPythonHas_areReadAndGoBack() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");

    python.run("cache['k'] = frozenset(['a', (1, None)])");
    assertThat(cache.get("k")).isEqualTo(Set.of("a", Tuple.of(1L, null)));
    cache.set("k", cache.get("k"));
    python.assertTrue("cache['k'] == frozenset(['a', (1, None)])");
    python.assertTrue("type(cache['k']) is frozenset");

    python.run("cache['k'] = bytearray(b'ab')");
    assertThat(cache.get("k")).isEqualTo(new byte[] {'a', 'b'});

    python.run("shared = ['s']; cache['k'] = [shared, shared]");
    assertThat(cache.get("k")).isEqualTo(List.of(List.of("s"), List.of("s")));
  }

  /** Python stores NULL for NaN and reads None; here NaN is pickled, and NULL read as NaN. */
  @Test
  void C13_set_nan_isNanHereAndPickledFromHere() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");

    python.run("cache['k'] = nan");
    assertThat(cache.get("k")).isEqualTo(Double.NaN);

    cache.set("k", Double.NaN);
    python.assertTrue("cache['k'] != cache['k']");
  }

  /** Python reads line ends in text files as newlines; what it wrote is read here as it was. */
  @Test
  void C13_get_pythonsLargeTextWithCarriageReturns_isExact() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");

    python.run("cache['k'] = 'a\\r\\nb\\r' * 10000");

    assertThat(cache.get("k")).isEqualTo("a\r\nb\r".repeat(10_000));
  }

  @Test
  void C13_setStream_bothWays_isFileOfItsBytes() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    python.run("import io");

    python.run("cache.set('python', io.BytesIO(b'ab'), read=True)");
    cache.setStream("java", new ByteArrayInputStream(new byte[0]), WriteOptions.NONE);

    try (ValueStream stream = cache.read("python").orElseThrow()) {
      assertThat(stream.path()).isNotNull();
      assertThat(stream.stream().readAllBytes()).isEqualTo(new byte[] {'a', 'b'});
    }
    python.assertTrue("cache.read('java').read() == b''");
    assertClean(cache);
  }

  /** A Python object of a class is no value here, and stays what it is there. */
  @Test
  void C13_get_pythonObject_isRefusedAndStays() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    python.run("import datetime");
    python.run("cache['k'] = datetime.date(2026, 1, 1)");

    assertThatThrownBy(() -> cache.get("k"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("leads to a class");
    assertThatThrownBy(() -> cache.pop("k")).isInstanceOf(CacheTypeException.class);

    assertThat(cache.contains("k")).isTrue();
    python.assertTrue("cache['k'] == datetime.date(2026, 1, 1)");
    assertThat(cache.delete("k")).isTrue();
    python.assertTrue("'k' not in cache");
  }

  @Test
  void C13_entry_expiryAndTag_areTheSame() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");

    for (Map.Entry<String, Object> tag :
        Map.<String, Object>of("'t'", "t", "b't'", new byte[] {'t'}, "7", 7L, "0.5", 0.5)
            .entrySet()) {
      python.assertTrue("cache.set('python', 1, expire=60, tag=%s)".formatted(tag.getKey()));
      cache.set("java", 1, WriteOptions.ttl(Duration.ofSeconds(60)).tag(tag.getValue()));

      assertThat(cache.entry("python").orElseThrow().tag()).isEqualTo(tag.getValue());
      python.assertTrue("cache.get('java', tag=True) == (1, %s)".formatted(tag.getKey()));
    }
    Instant expiry = cache.entry("java").orElseThrow().expiry();
    python.assertTrue(
        "abs(cache.get('java', expire_time=True)[1] - %d.%09d) < 1e-6"
            .formatted(expiry.getEpochSecond(), expiry.getNano()));
    assertThat(cache.touch("python")).isTrue();
    python.assertTrue("cache.get('python', expire_time=True) == (1, None)");
  }

  @Test
  void C14_get_everyPlainKey_isFoundByTheOtherSide() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");

    for (Map.Entry<String, Object> key : PLAIN.entrySet()) {
      String expression = key.getKey();
      python.run("cache[%s] = 'python'".formatted(expression));
      assertThat(cache.get(key.getValue())).as(expression).isEqualTo("python");
      assertThat(cache.keys()).as(expression).hasSize(1);
      assertSame(cache.keys().iterator().next(), key.getValue(), expression);

      assertThat(cache.delete(key.getValue())).as(expression).isTrue();
      cache.set(key.getValue(), "java");
      python.assertTrue("cache[%s] == 'java'".formatted(expression));
      python.assertTrue("list(cache) == [%s]".formatted(expression));
      python.run("del cache[%s]".formatted(expression));
      assertThat(cache.size()).as(expression).isZero();
    }
    assertClean(cache);
  }

  /** Rows that only Python can read as keys do not end an iteration here. */
  @Test
  void C14_keys_pythonsOwnTypes_arePassedOver() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    python.run("import datetime");
    python.run("cache['a'] = cache[datetime.date(2026, 1, 1)] = cache[nan] = cache['b'] = 1");

    for (KeyOrder order : KeyOrder.values()) {
      assertThat(cache.keys(order)).as("%s", order).containsExactlyInAnyOrder("a", "b");
    }
    assertThat(cache.size()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("io.github.diskcache.EvictionPolicy#standard")
  void C16_open_directoryMadeHere_opensInPython(EvictionPolicy policy) throws Exception {
    for (boolean tagIndex : new boolean[] {false, true}) {
      Path directory = stores.directory("java-" + tagIndex);
      Cache<Object, Object> cache =
          stores.opened(
              Cache.builder(directory)
                  .evictionPolicy(policy)
                  .setting(Setting.TAG_INDEX, tagIndex)
                  .open());
      cache.set("k", "x".repeat(40_000), WriteOptions.tagged("t"));

      python.run("cache = diskcache.Cache(" + quoted(directory) + ")");

      python.assertTrue("len(cache) == 1 and cache['k'] == 'x' * 40000");
      assertThat(python.eval("cache.eviction_policy")).isEqualTo("'" + policy.storedName() + "'");
      assertThat(python.eval("cache.tag_index")).isEqualTo(tagIndex ? "1" : "0");
      assertClean(cache);
      assertThat(python.eval("cache.evict('t')")).isEqualTo("1");
      assertThat(cache.size()).isZero();
      assertClean(cache);
      python.run("cache.close()");
    }
  }

  /**
   * Released versions of python-diskcache index all rows; its main branch and we leave NULL out.
   */
  @ParameterizedTest
  @MethodSource("io.github.diskcache.EvictionPolicy#standard")
  void C16_open_directoryMadeInPython_opensHere(EvictionPolicy policy) throws Exception {
    openPython(", tag_index=1, eviction_policy='" + policy.storedName() + "'");
    python.assertTrue("cache.set('k', 'x' * 40000, expire=60, tag='t')");
    List<List<Object>> indexes = indexes();

    Cache<Object, Object> cache = openJava();

    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.get("k")).isEqualTo("x".repeat(40_000));
    assertThat(cache.maintenance().settings().evictionPolicy()).isEqualTo(policy);
    assertThat(cache.maintenance().settings().tagIndex()).isTrue();
    assertThat(indexes()).isEqualTo(indexes);
    assertThat(cache.evict("t")).isEqualTo(1);
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
    assertClean(cache);
  }

  private List<List<Object>> indexes() throws Exception {
    return Stores.rows(
        stores.directory(), "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY 1");
  }

  /** Adds and counts in a JVM of its own. */
  static final class Worker {
    private Worker() {}

    /** Says when it is ready, waits for a line, and then says how many adds were its own. */
    public static void main(String[] arguments) throws Exception {
      try (Cache<Object, Object> cache = Cache.open(Path.of(arguments[0]))) {
        System.out.println("ready");
        if (System.in.read() < 0) {
          return;
        }
        Cache<Object, Object> retrying = cache.retrying();
        int added = 0;
        for (int i = 0; i < 1000; i++) {
          if (retrying.add(i, "java")) {
            added++;
          }
          if (i % 10 == 0) {
            retrying.increment("counter");
          }
        }
        System.out.println(added);
      }
    }
  }

  /** Where the list has eight processes of each kind, a small machine is given two. */
  @Test
  void C18_addAndIncrement_fourProcesses_loseNothing() throws Exception {
    Cache<Object, Object> cache = openJava();
    List<Long> added = new ArrayList<>();

    try (Python other = Python.start(work);
        ChildProcess one = ChildProcess.startJava(work, Worker.class, stores.directory());
        ChildProcess two = ChildProcess.startJava(work, Worker.class, stores.directory())) {
      assertThat(one.receive()).isEqualTo("ready");
      assertThat(two.receive()).isEqualTo("ready");
      one.send("go");
      two.send("go");
      for (Python each : List.of(python, other)) {
        each.send("cache = diskcache.Cache(" + quoted(stores.directory()) + ")");
        each.send(
            "sum(cache.add(i, 'python', retry=True) + 0 * (0 if i % 10 else"
                + " cache.incr('counter', retry=True)) for i in range(1000))");
      }
      for (Python each : List.of(python, other)) {
        assertThat(each.receive()).isEqualTo("None");
        added.add(Long.valueOf(each.receive()));
      }
      added.add(Long.valueOf(one.receive()));
      added.add(Long.valueOf(two.receive()));
    }

    assertThat(added.stream().mapToLong(Long::longValue).sum()).as("%s", added).isEqualTo(1000);
    assertThat(cache.get("counter")).isEqualTo(400L);
    assertThat(cache.size()).isEqualTo(1001);
    assertClean(cache);
  }

  /** Opens directories in a JVM of its own, and counts in each. */
  static final class Opener {
    private Opener() {}

    /** Says when it is ready, waits for a line, and says when it is done. */
    public static void main(String[] arguments) throws Exception {
      System.out.println("ready");
      if (System.in.read() < 0) {
        return;
      }
      for (int i = 0; i < DIRECTORIES; i++) {
        try (Cache<Object, Object> cache = Cache.open(Path.of(arguments[0], "new" + i))) {
          cache.increment("counter");
        }
      }
      System.out.println("done");
    }
  }

  @Test
  void C18_open_newDirectoriesByFourProcesses_areMadeOnce() throws Exception {
    Path root = Files.createDirectories(stores.directory("root"));
    try (Python other = Python.start(work);
        ChildProcess one = ChildProcess.startJava(work, Opener.class, root);
        ChildProcess two = ChildProcess.startJava(work, Opener.class, root)) {
      for (ChildProcess each : List.of(one, two)) {
        assertThat(each.receive()).isEqualTo("ready");
      }
      for (ChildProcess each : List.of(one, two)) {
        each.send("go");
      }
      for (Python each : List.of(python, other)) {
        each.send(
            "all(diskcache.Cache('%s/new%%d' %% i).incr('counter', retry=True) for i in range(%d))"
                .formatted(root, DIRECTORIES));
      }
      for (Python each : List.of(python, other)) {
        assertThat(each.receive()).isEqualTo("True");
      }
      for (ChildProcess each : List.of(one, two)) {
        assertThat(each.receive()).isEqualTo("done");
      }
    }

    for (int i = 0; i < DIRECTORIES; i++) {
      Cache<Object, Object> cache = stores.opened(Cache.open(root.resolve("new" + i)));
      assertThat(cache.get("counter")).as("directory %d", i).isEqualTo(4L);
    }
  }

  @Test
  void C18_set_fileBackedByBothSides_leavesOneFileEach() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");

    python.send(
        "any(cache.set(i % 10, b'p' * (33000 + i), retry=True) is None for i in range(300))");
    for (int i = 0; i < 300; i++) {
      cache.set(i % 10, new byte[33_000 + i]);
    }

    assertThat(python.receive()).isEqualTo("False");
    assertThat(cache.size()).isEqualTo(10);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(10);
    assertClean(cache);
  }

  @Test
  void C19_set_fanout_sameKeysAreInTheSameShards() throws Exception {
    FanoutCache<Object, Object> cache =
        stores.opened(
            Cache.builder(stores.directory()).busyTimeout(Duration.ofSeconds(60)).openFanout(5));
    python.run(
        "cache = diskcache.FanoutCache(%s, shards=5, timeout=60)"
            .formatted(quoted(stores.directory())));
    Map<String, Object> keys = new LinkedHashMap<>(PLAIN);
    IntStream.range(-50, 50).forEach(i -> keys.put("'key%d'".formatted(i), "key" + i));

    for (Map.Entry<String, Object> key : keys.entrySet()) {
      String expression = key.getKey();
      python.run("cache[%s] = 'python'".formatted(expression));
      assertThat(cache.get(key.getValue())).as(expression).isEqualTo("python");
      assertThat(cache.pop(key.getValue())).as(expression).isEqualTo("python");

      cache.set(key.getValue(), "java");
      python.assertTrue("cache[%s] == 'java'".formatted(expression));
    }

    python.assertTrue("len(cache) == " + keys.size());
    assertThat(cache.size()).isEqualTo(keys.size());
    List<Object> ours = new ArrayList<>();
    cache.keys().forEach(ours::add);
    python.run("cache['order'] = [key for key in cache if key != 'order']");
    assertThat(cache.get("order")).usingRecursiveComparison().isEqualTo(ours);
    assertClean(cache);
  }

  /** Python sees as many shards as it is told; here they are counted. */
  @Test
  void C23_openFanout_madeInPython_findsItsShardsAndLimit() throws Exception {
    python.run(
        "cache = diskcache.FanoutCache(%s, shards=3, timeout=60, size_limit=2**30 + 1)"
            .formatted(quoted(stores.directory())));
    python.run("cache['k'] = 'v'");

    FanoutCache<Object, Object> cache = stores.opened(FanoutCache.open(stores.directory()));

    assertThat(cache.shards()).isEqualTo(3);
    assertThat(cache.get("k")).isEqualTo("v");
    assertThat(cache.maintenance().settings().sizeLimit()).isEqualTo(357913941);
    assertThat(python.eval("cache.size_limit")).isEqualTo("357913941.6666667");
    assertClean(cache);
  }

  /** A level that nobody gave is stored nowhere, and its directory is like any other. */
  @Test
  void C24_open_madeByAnotherDiskInPython_isRefused() throws Exception {
    openPython(", disk=diskcache.JSONDisk, disk_compress_level=1");
    python.run("cache.close()");

    assertThatThrownBy(() -> Cache.open(stores.directory()))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("[disk_compress_level]");
  }

  @Test
  void C37_expire_onOneSide_isSeenByTheOther() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    String large = "x".repeat(40_000);

    cache.set("k", large, WriteOptions.ttl(Duration.ofHours(1)));
    python.assertTrue("cache.touch('k', expire=-1)");
    assertThat(cache.entry("k")).isEmpty();
    assertThat(cache.expire()).isEqualTo(1);
    python.assertTrue("len(cache) == 0 and 'k' not in cache");

    python.assertTrue("cache.set('k', 'x' * 40000, expire=3600)");
    assertThat(cache.touch("k", Duration.ofSeconds(-1))).isTrue();
    python.assertTrue("'k' not in cache and cache.get('k') is None");
    python.assertTrue("cache.expire() == 1");
    assertThat(cache.size()).isZero();

    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
    assertClean(cache);
  }

  /** With a limit that only Python's cull knows, and then with one that only ours does. */
  @ParameterizedTest
  @MethodSource("io.github.diskcache.EvictionPolicy#standard")
  void C70_cull_onOneSide_isSeenByTheOther(EvictionPolicy policy) throws Exception {
    Cache<Object, Object> cache =
        stores.opened(Cache.builder(stores.directory()).evictionPolicy(policy).open());
    openPython("");
    boolean evicts = !policy.equals(EvictionPolicy.NONE);

    for (int i = 0; i < 30; i++) {
      cache.set(i, new byte[40_000]);
    }
    python.assertTrue("cache.volume() == " + cache.volume());
    python.run("cache.reset('size_limit', 500000)");
    python.run("cache.cull()");
    assertThat(cache.size()).isEqualTo(evicts ? 10 : 30);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(evicts ? 10 : 30);

    assertThat(cache.maintenance().reload().sizeLimit()).isEqualTo(500_000);
    cache.maintenance().change(Setting.SIZE_LIMIT, 0);
    assertThat(cache.cull()).isEqualTo(evicts ? 10 : 0);
    python.assertTrue("len(cache) == " + (evicts ? 0 : 30));
    assertClean(cache);
  }

  @Test
  void C120_transact_inPython_isSeenAtOnceAfterItsEnd() throws Exception {
    Cache<Object, Object> cache =
        stores.opened(Cache.builder(stores.directory()).busyTimeout(Duration.ofMillis(20)).open());
    openPython("");
    cache.set("k", "old");
    python.run("transaction = cache.transact(); transaction.__enter__()");
    python.run("cache['k'] = cache['m'] = 'x' * 40000");

    assertThat(cache.get("k")).isEqualTo("old");
    assertThat(cache.contains("m")).isFalse();
    assertThat(cache.size()).isEqualTo(1);
    assertThatThrownBy(() -> cache.set("k", "y".repeat(40_000)))
        .isInstanceOf(CacheTimeoutException.class);

    python.run("transaction.__exit__(None, None, None)");
    assertThat(cache.get("k")).isEqualTo("x".repeat(40_000));
    assertThat(cache.set("k", "new")).isEqualTo(WriteResult.STORED);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
    assertClean(cache);
  }

  @Test
  void C125_transact_here_keepsPythonWaiting() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython(", timeout=0.02");
    List<String> seen = new ArrayList<>();

    cache.transact(
        () -> {
          cache.set("k", "x".repeat(40_000));
          for (String line : List.of("cache.get('k')", "len(cache)", "cache.set('k', 1)")) {
            python.send(line);
            try {
              seen.add(python.receive());
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });

    assertThat(seen).containsExactly("None", "0", "raised Timeout()");
    python.assertTrue("cache['k'] == 'x' * 40000");
    assertClean(cache);
  }

  @Test
  void C120_transact_rolledBackHere_leavesPythonsFiles() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    python.run("cache['k'] = b'x' * 40000");

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.delete("k");
                      cache.set("m", new byte[40_000]);
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    python.assertTrue("list(cache) == ['k'] and cache['k'] == b'x' * 40000");
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
    assertClean(cache);
  }

  @Test
  void C117_check_eachSide_findsTheOthersDamage() throws Exception {
    stores.expectDamage();
    Cache<Object, Object> cache = openJava();
    openPython("");
    python.run("cache['python'] = b'p' * 40000");
    cache.set("java", new byte[40_000]);
    for (Path file : Stores.valueFiles(stores.directory())) {
      Files.delete(file);
    }

    assertThat(cache.maintenance().check().problems())
        .filteredOn(CheckReport.MissingFile.class::isInstance)
        .hasSize(2);
    assertThat(python.eval("check(cache)")).contains("file not found");

    cache.maintenance().mend();
    cache.maintenance().mend();
    cache.maintenance().mend();
    assertThat(cache.size()).isZero();
    assertClean(cache);
  }

  @Test
  void C117_mend_onEitherSide_leavesTheOtherWorking() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    cache.set("java", "x".repeat(40_000));
    Path stray = Files.writeString(stores.directory().resolve("stray.txt"), "stray");

    assertThat(python.eval("[str(found.message) for found in cache.check(fix=True)]"))
        .contains("unknown file", "stray.txt");
    assertThat(stray).doesNotExist();
    assertThat(stores.directory().resolve(DirectoryGuard.FILE)).exists();
    cache.set("java", cache.get("java") + "y");
    python.assertTrue("cache['java'] == 'x' * 40000 + 'y'");

    assertThat(cache.maintenance().mend().problems()).isEmpty();
    python.run("cache['python'] = b'x' * 40000");
    assertThat(cache.get("python")).isEqualTo("x".repeat(40_000).getBytes(UTF_8));
    assertClean(cache);
  }

  @Test
  void C119_close_onEitherSide_leavesTheOtherWorking() throws Exception {
    Cache<Object, Object> cache = openJava();
    openPython("");
    for (int round = 0; round < 3; round++) {
      cache.set("java", round);
      cache.close();
      python.run("cache['python'] = cache['java']");
      python.run("cache.close()");

      cache = openJava();
      assertThat(cache.get("python")).isEqualTo((long) round);
      python.run("cache['python'] = None");
      assertThat(cache.entry("python")).isPresent();
    }
    assertClean(cache);
  }

  @Test
  void C108_stats_ofBothSides_areSummed() throws Exception {
    Cache<Object, Object> cache = openJava();
    cache.maintenance().stats();
    openPython("");
    cache.set("k", 1);

    for (Object key : Arrays.asList("k", "missing", "k")) {
      cache.get(key);
    }
    python.run("[cache.get('k'), cache.get('missing')]");

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(3, 2));
    assertThat(python.eval("cache.stats()")).isEqualTo("(3, 2)");
  }
}
