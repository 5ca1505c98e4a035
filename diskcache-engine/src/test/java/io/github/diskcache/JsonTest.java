// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "1.0, 1.0",
    "-1.5, -1.5",
    "0.1, 0.1",
    "100.0, 100.0",
    "123456.789, 123456.789",
    "1e23, 1e+23",
    "2e23, 2e+23",
    "8.41e21, 8.41e+21",
    "9007199254740993, 9007199254740992.0",
    "1e15, 1000000000000000.0",
    "1234567890123456, 1234567890123456.0",
    "1e16, 1e+16",
    "12345678901234567, 1.2345678901234568e+16",
    "0.0001, 0.0001",
    "0.00012345, 0.00012345",
    "0.00001, 1e-05",
    "1.5e-7, 1.5e-07",
    "5e-324, 5e-324",
    "4.9e-320, 4.9e-320",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "2.0e-3, 0.002",
    "1.0e100, 1e+100",
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity"
  })
  void write_doubles_givesTheFewestDigitsAsPythonDoes(double number, String text) {
    assertThat(json(number)).isEqualTo(text);
  }

  @Test
  void write_randomDoubles_comeBack() {
    JsonSamples samples = new JsonSamples(new Random().nextLong());
    for (int i = 0; i < 20_000; i++) {
      double number = samples.number();

      assertThat(JsonReader.read(JsonWriter.write(number, "store"))).isEqualTo(number);
    }
  }

  @Test
  void write_everyType_givesPythonsText() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("b", List.of());
    map.put("a", Map.of());
    map.put(1, Tuple.of(1, 2));
    map.put(1.0, null);
    map.put(true, false);
    map.put(null, BigInteger.TEN.pow(30));

    assertThat(json(map))
        .isEqualTo(
            "{\"b\": [], \"a\": {}, \"1\": [1, 2], \"1.0\": null, \"true\": false, \"null\":"
                + " 1000000000000000000000000000000}");
    assertThat(json(Arrays.asList("a", 1, (short) 2, (byte) 3, 0.5f)))
        .isEqualTo("[\"a\", 1, 2, 3, 0.5]");
  }

  @Test
  void write_text_escapesAllButPrintableAscii() {
    assertThat(json(" ~/\"\\\n\r\t\b\f\0\u001f\u007fé日\u2028😀\ud800"))
        .isEqualTo(
            "\" ~/\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\\u007f\\u00e9\\u65e5\\u2028\\ud83d\\ude00"
                + "\\ud800\"");
  }

  @Test
  void write_whatJsonHasNoFormFor_isRefused() {
    assertThatThrownBy(() -> json(List.of(new byte[1])))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot store [byte[]]: JSON has no form for this class; store one of null, Boolean,"
                + " Long, Double, String, BigInteger, Tuple, List and Map, or give the cache a"
                + " Codec that makes text of it");
    assertThatThrownBy(() -> json(Set.of())).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> json('c')).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> json(Map.of(Tuple.of(), 1)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("only text as keys of maps");
    assertThatThrownBy(() -> json(Map.of(List.of(), 1))).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> json(BigInteger.TEN.pow(4300)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("no more than 4300 digits");
    assertThatThrownBy(() -> json(BigInteger.ONE.shiftLeft(10_000_000)))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void write_cycleOrDepth_isRefused() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(Map.of("inner", cycle));

    assertThatThrownBy(() -> json(cycle))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("nested deeper than 500, or contains itself");
    assertThatThrownBy(() -> json(nested(501))).isInstanceOf(CacheTypeException.class);
    assertThat(read(json(nested(500)))).isEqualTo(nested(500));
  }

  @Test
  void read_random_isWhatWasWritten() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + 2000; seed++) {
      Object sample = new JsonSamples(seed).any();

      assertThat(json(read(json(sample)))).as("seed %d", seed).isEqualTo(json(sample));
    }
  }

  @Test
  void read_numbers_haveTheNarrowestType() {
    assertThat(read("-0")).isEqualTo(0L);
    assertThat(read("-0.0")).isEqualTo(-0.0);
    assertThat(read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(read("9223372036854775808")).isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(read("1E3")).isEqualTo(1000.0);
    assertThat(read("1e400")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(read("1e-400")).isEqualTo(0.0);
  }

  @Test
  void read_blanksAndUtf8_areTaken() {
    assertThat(read(" \n[ 1 ,\r\t2 ] ")).isEqualTo(List.of(1L, 2L));
    assertThat(read("{ \"é\" : \"\\u00e9\\/\" }")).isEqualTo(Map.of("é", "é/"));
    assertThat(read("{\"a\": 1, \"a\": 2}")).isEqualTo(Map.of("a", 2L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{1:2}",
        "{'a':1}",
        "\"",
        "\"\\",
        "\"\\u00e\"",
        "\"\\x\"",
        "\"\n\"",
        "tru",
        "nul",
        "Nan",
        "Inf",
        "-Inf",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1.e5",
        "1e",
        "1e+",
        "1 2",
        "[1] x",
        "\ufeff1",
        "[1}",
        "\"a\" \"b\"",
        "undefined",
        "\u0661"
      })
  void read_malformed_isDamaged(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(DamagedValueException.class);
  }

  @Test
  void read_textThatIsNotUtf8_isDamaged() {
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(DamagedValueException.class);
    assertThatThrownBy(() -> JsonReader.read(new byte[] {(byte) 0xFF}))
        .isInstanceOf(DamagedValueException.class);
  }

  @Test
  void read_hostile_isRefusedInBoundedTimeAndMemory() {
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("nested deeper than 1000");
    assertThatThrownBy(() -> read("9".repeat(1_000_000)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("more than 4300 digits");
    assertThatThrownBy(() -> read("[" + "[],".repeat(5_000_000) + "1]"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("more than 4194304 items");
  }

  @Test
  void read_everyPrefixAndFlippedBit_neverFailsOtherwise() {
    byte[] json =
        "{\"key\": [1, -2.5e3, true, null, \"t\\u00e9\\n\", NaN, {\"a\": \"é\"}]}".getBytes(UTF_8);
    for (int length = 0; length < json.length; length++) {
      byte[] prefix = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> JsonReader.read(prefix)).isInstanceOf(DamagedValueException.class);
    }
    for (int bit = 0; bit < 8 * json.length; bit++) {
      byte[] flipped = json.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        JsonReader.read(flipped);
      } catch (DamagedValueException | CacheTypeException e) {
        // one of the two answers
      }
    }
  }

  private static Object nested(int depth) {
    Object value = Collections.emptyList();
    for (int i = 1; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static String json(Object value) {
    return new String(JsonWriter.write(value, "store"), UTF_8);
  }

  private static Object read(String json) {
    return JsonReader.read(json.getBytes(UTF_8));
  }
}
