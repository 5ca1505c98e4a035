// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PickleWriterTest {

  @Test
  void write_constants_haveNoFrame() {
    assertBoth(null, "4e");
    assertBoth(true, "88");
    assertBoth(false, "89");
  }

  @Test
  void write_integers_takeTheShortestForm() {
    assertBoth(List.of(0), "5d944b0061", "5d4b0061");
    assertBoth(List.of(255), "5d944bff61", "5d4bff61");
    assertBoth(List.of(256), "5d944d000161", "5d4d000161");
    assertBoth(List.of(65535L), "5d944dffff61", "5d4dffff61");
    assertBoth(List.of(65536), "5d944a0000010061", "5d4a0000010061");
    assertBoth(List.of((short) -1), "5d944affffffff61", "5d4affffffff61");
    assertBoth(List.of(Integer.MIN_VALUE), "5d944a0000008061", "5d4a0000008061");
  }

  @Test
  void write_integersOverThirtyTwoBits_areMinimalTwosComplement() {
    assertBoth(1L << 31, "8a050000008000");
    assertBoth(-(1L << 31) - 1, "8a05ffffff7fff");
    assertBoth(BigInteger.ONE.shiftLeft(63), "8a09000000000000008000");
    assertBoth(BigInteger.ONE.shiftLeft(63).negate(), "8a080000000000000080");
  }

  @Test
  void write_integersOverTwoHundredFiftyFiveBytes_haveALongLength() {
    byte[] pickle = PickleWriter.value(BigInteger.ONE.shiftLeft(8 * 255));

    assertThat(HexFormat.of().formatHex(pickle, 11, 16)).isEqualTo("8b00010000");
  }

  @Test
  void write_doubles_areBigEndian() {
    assertBoth(1.0, "473ff0000000000000");
    assertBoth(0.5f, "473fe0000000000000");
    assertBoth(-0.0, "478000000000000000");
    assertBoth(Double.NaN, "477ff8000000000000");
  }

  @Test
  void write_textAndBytes_takeTheFormOfTheirLength() {
    assertBoth("a", "8c016194", "8c0161");
    assertBoth("é", "8c02c3a994", "8c02c3a9");
    assertBoth(new byte[] {'a'}, "43016194", "430161");
    assertThat(body("x".repeat(255))).startsWith("8cff78");
    assertThat(body("x".repeat(256))).startsWith("580001000078");
    assertThat(body(new byte[255])).startsWith("43ff00");
    assertThat(body(new byte[256])).startsWith("420001000000");
  }

  @Test
  void write_tuples_takeTheFormOfTheirLength() {
    assertBoth(Tuple.of(), "29");
    assertBoth(Tuple.of("a"), "8c016194" + "8594", "8c016185");
    assertBoth(Tuple.of(1, 2), "4b014b028694", "4b014b0286");
    assertBoth(Tuple.of(1, 2, 3), "4b014b024b038794", "4b014b024b0387");
    assertBoth(Tuple.of(1, 2, 3, 4), "284b014b024b034b047494", "284b014b024b034b0474");
  }

  @Test
  void write_tupleOfThreeBytes_hasAFrameOnlyWithItsSlot() {
    assertThat(PickleWriter.key(Tuple.of((Object) null))).isEqualTo(hex("80054e852e"));
    assertThat(PickleWriter.value(Tuple.of((Object) null)))
        .isEqualTo(hex("80059504000000000000004e85942e"));
  }

  @Test
  void write_lists_areFilledOneByOneOrInBatches() {
    assertBoth(List.of(), "5d94", "5d");
    assertBoth(List.of(1), "5d944b0161", "5d4b0161");
    assertBoth(List.of(1, 2), "5d94284b014b0265", "5d284b014b0265");
  }

  @Test
  void write_batchLeftOverOfOne_keepsItsMark() {
    String pickle = body(LongStream.range(0, 1001).boxed().toList());

    assertThat(pickle).endsWith("4de703" + "65" + "28" + "4de803" + "65");
  }

  @Test
  void write_listOfOneFullBatch_endsWithIt() {
    String pickle = body(LongStream.range(0, 1000).boxed().toList());

    assertThat(pickle).endsWith("4de703" + "65");
  }

  @Test
  void write_mapAndSetOfOneFullBatch_endWithAnEmptyOne() {
    Map<Object, Object> map = new LinkedHashMap<>();
    LongStream.range(0, 1000).forEach(i -> map.put(i, true));

    assertThat(body(map)).endsWith("4de703" + "88" + "75" + "28" + "75");
    assertThat(body(new LinkedHashSet<>(map.keySet()))).endsWith("4de703" + "90" + "28" + "90");
  }

  @Test
  void write_maps_areFilledOneByOneOrInBatches() {
    Map<Object, Object> two = new LinkedHashMap<>();
    two.put(1, 2);
    two.put(3, null);

    assertBoth(Map.of(), "7d94", "7d");
    assertBoth(Map.of("a", 1), "7d948c0161944b0173", "7d8c01614b0173");
    assertBoth(two, "7d94284b014b024b034e75", "7d284b014b024b034e75");
  }

  @Test
  void write_sets_areFilledInBatchesAlways() {
    assertBoth(Set.of(), "8f94", "8f");
    assertBoth(Set.of(1), "8f94284b0190", "8f284b0190");
    assertBoth(new FrozenSet(List.of()), "289194", "2891");
    assertBoth(new FrozenSet(List.of(1)), "284b019194", "284b0191");
  }

  @Test
  void write_sameText_isAReference() {
    String part = "part";

    assertBoth(Tuple.of(part, part), "8c047061727494" + "68008694", "8c047061727494" + "680086");
  }

  @Test
  void write_equalText_isAReferenceInKeysOnly() {
    Tuple tuple = Tuple.of("part", String.valueOf("part".toCharArray()));

    assertBoth(
        tuple, "8c047061727494" + "8c047061727494" + "8694", "8c047061727494" + "6800" + "86");
  }

  @Test
  void write_sameContainer_isAReference() {
    List<Object> list = List.of(1);

    assertBoth(Tuple.of(list, list), "5d944b01616800" + "8694", "5d944b01616800" + "86");
    assertBoth(
        Tuple.of(List.of(1), List.of(1)),
        "5d944b0161" + "5d944b0161" + "8694",
        "5d4b01615d4b016186");
  }

  @Test
  void write_slotsOverTwoHundredFiftyFive_haveALongReference() {
    List<Object> list = new ArrayList<>();
    LongStream.range(0, 256).forEach(i -> list.add("t" + i));
    list.add(list.get(254));
    list.add(list.get(255));

    // the list itself is slot 0
    assertThat(body(list)).endsWith("68ff" + "6a00010000" + "65");
  }

  @Test
  void write_setInsideSetOrMapKey_isAFrozenSet() {
    Set<Object> inner = Set.of(1);

    assertBoth(Set.of(inner), "8f9428" + "284b019194" + "90", "8f28284b019190");
    assertBoth(
        Map.of(Tuple.of(inner), inner),
        "7d94" + "284b019194" + "8594" + "6801" + "73",
        "7d" + "284b019194" + "85" + "6800" + "73");
  }

  @Test
  void write_setFirstPlainThenAsMember_isWrittenTwice() {
    Set<Object> inner = Set.of(1);

    assertThat(body(List.of(inner, Set.of(inner))))
        .isEqualTo("5d9428" + "8f94284b0190" + "8f9428" + "284b019194" + "90" + "65");
  }

  @Test
  void write_listAsMapKey_isRefused() {
    assertThatThrownBy(() -> PickleWriter.value(Map.of(Tuple.of(List.of()), 1)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("Python takes no list and no map")
        .hasMessageEndingWith("use a Tuple there");
  }

  @Test
  void write_cycle_isRefused() {
    List<Object> list = new ArrayList<>();
    Map<Object, Object> map = new LinkedHashMap<>();
    list.add(Tuple.of("step", map));
    map.put("back", list);

    assertThatThrownBy(() -> PickleWriter.value(list))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage("Cannot store [java.util.ArrayList]: it contains itself; break the cycle");
    assertThatThrownBy(() -> PickleWriter.key(Tuple.of(map)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("it contains itself");
  }

  @Test
  void write_fiveHundredLevels_isTheDeepest() {
    Object deep = "core";
    for (int i = 0; i < 500; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Tuple.of(deep);
    }
    Object deeper = List.of(deep);

    assertThat(PickleReader.read(PickleWriter.value(deep))).isEqualTo(deep);
    assertThatThrownBy(() -> PickleWriter.value(deeper))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageEndingWith("it is nested deeper than 500; flatten it");
  }

  @Test
  void write_hundredLevelsInAMember_isTheDeepest() {
    Object deep = "core";
    for (int i = 0; i < 100; i++) {
      deep = i % 2 == 0 ? new FrozenSet(List.of(deep)) : Tuple.of(deep);
    }
    Object set = Set.of(deep);
    Object deeper = Map.of(Tuple.of(deep), 1);

    assertThat(PickleReader.read(PickleWriter.value(set))).isEqualTo(set);
    assertThatThrownBy(() -> PickleWriter.value(deeper))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageEndingWith("it is nested deeper than 100; flatten it");
  }

  private static void assertBoth(Object object, String body) {
    assertBoth(object, body, body);
  }

  private static void assertBoth(Object object, String valueBody, String keyBody) {
    assertThat(PickleWriter.value(object)).isEqualTo(pickle(valueBody));
    assertThat(PickleWriter.key(object)).isEqualTo(pickle(keyBody));
  }

  /** A body in its frame, with the STOP in it. */
  private static byte[] pickle(String body) {
    int length = body.length() / 2 + 1;
    String frame = length < 4 ? "" : "95%02x%02x000000000000".formatted(length & 0xFF, length >> 8);
    return hex("8005" + frame + body + "2e");
  }

  /** The hex digits of a value's pickle between frame header and STOP. */
  private static String body(Object value) {
    byte[] pickle = PickleWriter.value(value);
    return HexFormat.of().formatHex(pickle, 11, pickle.length - 1);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
