// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares pickles with those of a real Python, where the machine has one. */
class PicklePythonTest {
  private static final int SAMPLES = 500;

  private static PythonPickles python;

  @BeforeAll
  static void startPython() {
    python = PythonPickles.start().orElse(null);
    assumeTrue(python != null, "Not compared with Python: there is no python3 on this machine");
  }

  @AfterAll
  static void stopPython() {
    if (python != null) {
      python.close();
    }
  }

  @Test
  void write_randomValues_givesPythonsBytes() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + SAMPLES; seed++) {
      Object sample = new PickleSamples(seed, false).container();

      assertThat(PickleWriter.value(sample)).as("value of seed %d", seed).isEqualTo(value(sample));
      assertThat(PickleWriter.key(sample)).as("key of seed %d", seed).isEqualTo(key(sample));
    }
  }

  @Test
  void read_pythonsRandomValues_givesThemBackByteForByte() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + SAMPLES; seed++) {
      Object sample = new PickleSamples(seed, true).container();
      byte[] value = value(sample);
      byte[] key = key(sample);

      assertThat(PickleWriter.value(PickleReader.read(value)))
          .as("value of seed %d", seed)
          .isEqualTo(value);
      assertThat(PickleWriter.key(PickleReader.read(key)))
          .as("key of seed %d", seed)
          .isEqualTo(key);
      assertThat(python.isSame(PickleWriter.value(sample))).as("seed %d", seed).isTrue();
      assertThat(python.isSame(PickleWriter.key(sample))).as("seed %d", seed).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void read_everyProtocol_isTheSame(int protocol) {
    List<Object> sample = new ArrayList<>();
    sample.add(Tuple.of("part", "part", 1L, -1L, 300L, 70_000L, Long.MIN_VALUE, null, true));
    sample.add(new LinkedHashMap<>(Map.of("outer", new LinkedHashMap<>(Map.of(1.5, "inner")))));
    sample.add(BigInteger.ONE.shiftLeft(3000));
    sample.add(LongStream.range(0, 2500).mapToObj(Long::toString).toList());
    sample.add("x".repeat(100_000));

    byte[] pickle = python.again(protocol, PickleWriter.value(sample));

    assertThat(pickle).startsWith(0x80, protocol);
    assertThat(PickleReader.read(pickle)).isEqualTo(sample);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 999, 1000, 1001, 2000, 2001})
  void write_batchEdges_givesPythonsBytes(int size) {
    List<Long> numbers = LongStream.range(0, size).boxed().toList();
    Map<Object, Object> map = new LinkedHashMap<>();
    numbers.forEach(number -> map.put(number, null));
    // Python keeps small integers in a set in ascending order.
    Set<Object> set = new LinkedHashSet<>(numbers);
    List<Object> sample = List.of(numbers, map, set, new FrozenSet(numbers), new Tuple(list(size)));

    assertSameBytes(sample);
  }

  @Test
  void write_frameEdges_givesPythonsBytes() {
    for (int length = 65_520; length < 65_545; length++) {
      String text = "t".repeat(length);
      byte[] bytes = new byte[length];
      BigInteger integer = BigInteger.ONE.shiftLeft(8 * length);

      assertSameBytes(text);
      assertSameBytes(bytes);
      assertSameBytes(integer);
      assertSameBytes(List.of("before", text, "after"));
      assertSameBytes(List.of(text, bytes));
      assertSameBytes(List.of(new byte[length - 20], "at the end of a frame", "of the next"));
      assertSameBytes(Tuple.of(integer, integer, "after"));
    }
  }

  @Test
  void write_memoEdges_givesPythonsBytes() {
    List<Object> texts = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> texts.add("text " + i));
    List<Object> sample = new ArrayList<>(texts);
    sample.addAll(texts);

    assertSameBytes(sample);
  }

  @Test
  void write_deepNesting_givesPythonsBytes() {
    Object sample = "core";
    for (int i = 0; i < 400; i++) {
      sample = i % 2 == 0 ? Tuple.of(sample) : List.of(sample);
    }

    assertSameBytes(sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0",
        "-0.0",
        "float('inf')",
        "float('-inf')",
        "float('nan')",
        "5e-324",
        "1.7976931348623157e308"
      })
  void write_specialDoubles_givesPythonsBytes(String expression) {
    byte[] pickle = python.eval("[" + expression + "]");

    assertThat(PickleWriter.value(PickleReader.read(pickle))).isEqualTo(pickle);
  }

  @Test
  void read_loneSurrogates_keepsThem() {
    byte[] pickle = python.eval("['a\\udcffb\\ufffd\\ud800', '\\U0001f600']");

    assertThat(PickleReader.read(pickle))
        .isEqualTo(List.of("a\udcffb\ufffd\ud800", "\ud83d\ude00"));
  }

  @Test
  void read_recursiveTuple_buildsTheCycle() {
    byte[] pickle = python.eval("(lambda inner: (inner.append((inner,)), inner[0])[1])([])");

    Tuple tuple = (Tuple) PickleReader.read(pickle);

    List<?> inner = (List<?>) tuple.items().get(0);
    assertThat(inner).hasSize(1);
    assertThat(inner.get(0)).isInstanceOf(Tuple.class);
  }

  @Test
  void read_bytearray_isBytes() {
    assertThat(PickleReader.read(python.eval("bytearray(b'abc')")))
        .isEqualTo(new byte[] {'a', 'b', 'c'});
  }

  private static List<Object> list(int size) {
    return new ArrayList<>(LongStream.range(0, size).boxed().toList());
  }

  private static void assertSameBytes(Object sample) {
    assertThat(PickleWriter.value(sample)).isEqualTo(value(sample));
    assertThat(PickleWriter.key(sample)).isEqualTo(key(sample));
  }

  private static byte[] value(Object sample) {
    return python.value(sample);
  }

  private static byte[] key(Object sample) {
    return python.key(sample);
  }
}
