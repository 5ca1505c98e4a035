// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {

  @Test
  void read_plainTypes_areJavas() {
    assertThat(read("80054e2e")).isNull();
    assertThat(read("8005882e")).isEqualTo(true);
    assertThat(read("8005892e")).isEqualTo(false);
    assertThat(read("80054affffffff2e")).isEqualTo(-1L);
    assertThat(read("80058a002e")).isEqualTo(0L);
    assertThat(read("80058a08ffffffffffffff7f2e")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("80058a090000000000000080002e")).isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(read("8005473ff00000000000002e")).isEqualTo(1.0);
    assertThat(read("80058c02c3a92e")).isEqualTo("é");
    assertThat(read("80054302c3a92e")).isEqualTo(new byte[] {(byte) 0xC3, (byte) 0xA9});
    assertThat(read("80059602000000000000006162" + "2e")).isEqualTo(new byte[] {'a', 'b'});
    assertThat(read("8005292e")).isEqualTo(Tuple.of());
  }

  @Test
  void read_containers_areMutableCollectionsInOrder() {
    assertThat(read("80055d284b024b01652e")).isEqualTo(List.of(2L, 1L));
    assertThat(read("80055d284b024b01652e")).isInstanceOf(ArrayList.class);
    assertThat(read("80057d4b014e732e"))
        .isInstanceOf(LinkedHashMap.class)
        .isEqualTo(singleton(1L, null));
    assertThat(read("80058f284b024b01902e"))
        .isInstanceOf(LinkedHashSet.class)
        .isEqualTo(Set.of(1L, 2L));
  }

  @Test
  @SuppressWarnings("unchecked")
  void read_frozenSet_isUnmodifiable() {
    Set<Object> set = (Set<Object>) read("8005284b024b01912e");

    assertThat(set).containsExactly(2L, 1L);
    assertThatThrownBy(() -> set.add(3L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> set.remove(2L)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void read_protocolTwo_usesItsMemo() {
    // ('a', ['a', 3]) as protocol 2 writes it
    Object value = read("80025801000000617100" + "5d7101286800" + "4b0365" + "8671022e");

    assertThat(value).isEqualTo(Tuple.of("a", List.of("a", 3L)));
  }

  @Test
  void read_sharedObject_isOneObject() {
    Tuple tuple = (Tuple) read("80055d9468008" + "62e");

    assertThat(tuple.items().get(0)).isSameAs(tuple.items().get(1));
  }

  @Test
  void read_selfContainingList_isReadAsOne() {
    List<?> list = (List<?>) read("80055d946800612e");

    assertThat(list.get(0) == list).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080\u0002cos\nsystem\n(X\4\0\0\0exittR.",
        "\u0080\u0004\u008c\2os\u008c\6system\u0093\u008c\4exit\u0085R.",
        "\u0080\u0003cbuiltins\neval\nX\1\0\0\0001\u0085R.",
        "\u0080\u0002(ios\nsystem\n.",
        "\u0080\u0002(cos\nsystem\no.",
        "\u0080\u0002)\u0081.",
        "\u0080\u0004))}\u0092.",
        "\u0080\u0002}}b.",
        "\u0080\u0002\u0082\1.",
        "\u0080\u0002\u0083\1\0.",
        "\u0080\u0002\u0084\1\0\0\0.",
        "\u0080\u0002Pid\n.",
        "\u0080\u0002NQ.",
        "\u0080\u0005\u0097.",
        "\u0080\u0005N\u0098."
      })
  void read_pickleThatLeadsToAClass_isRefused(String pickle) {
    assertThatThrownBy(() -> PickleReader.read(pickle.getBytes(ISO_8859_1)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageMatching(
            "Cannot read \\[pickle of \\d+ bytes]: its opcode [A-Z_0-9]+ leads to a class, and no"
                + " class is trusted; store plain values, or bytes and text that you decode"
                + " yourself");
  }

  @Test
  void read_refusal_namesTheOpcode() {
    byte[] pickle = "\u0080\u0003cbuiltins\neval\n.".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> PickleReader.read(pickle)).hasMessageContaining("opcode GLOBAL");
  }

  @Test
  void read_everyTruncation_isDamaged() {
    Map<Object, Object> value = new LinkedHashMap<>();
    value.put("text", List.of(1L, 300L, -5L, 1L << 40, 1.5, "text"));
    value.put(Tuple.of(1, 2, 3, 4), Set.of(new FrozenSet(List.of("x"))));
    byte[] pickle = PickleWriter.value(value);

    for (int length = 0; length < pickle.length; length++) {
      byte[] cut = Arrays.copyOf(pickle, length);
      assertThatThrownBy(() -> PickleReader.read(cut)).isInstanceOf(DamagedValueException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4e2e", // no protocol
        "80014e2e", // older than any of Python 3's defaults
        "80064e2e", // newer than any
        "8005ff2e", // no opcode
        "80054e2e4e2e", // more behind the end
        "80054e4e2e", // more on the stack
        "80052e", // nothing on the stack
        "8005284e2e", // an open mark
        "800565", // no mark
        "8005284b01652e", // nothing below the mark
        "80054e4b01612e", // appends to null
        "80057d28" + "4b01752e", // half a pair
        "80055d4b014b02732e", // a pair into a list
        "80055d284b01902e", // members into a list
        "800568002e", // an empty slot
        "80056affffffff2e", // a slot out of range
        "80054e72ffffffff2e", // so too
        "800530", // nothing to pop
        "80057d5d4e732e", // a list as a key
        "80058f287d902e", // a map as a member
        "8005285d85912e", // a list in a tuple in a frozenset
        "800595ffffffffffffffff4e2e", // a frame of -1 bytes
        "80059564000000000000004e2e", // a frame longer than the rest
        "80058dffffffffffffff7f2e", // a text of 2^63 - 1 bytes
        "80058effffffffffffffff2e", // bytes of -1
        "800542ffffffff2e", // bytes of 4 GiB
        "80058bffffffff2e", // an integer of 4 GiB
        "80058c01ff2e" // text that is not UTF-8
      })
  void read_malformedPickle_isDamaged(String pickle) {
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(DamagedValueException.class)
        .hasMessageContaining("the ");
  }

  @Test
  void read_hundredThousandLevels_needsNoStack() {
    int levels = 100_000;
    byte[] pickle = new byte[2 + 2 * levels];
    Arrays.fill(pickle, 2, 2 + levels, (byte) 0x5d);
    Arrays.fill(pickle, 2 + levels, pickle.length, (byte) 0x61);
    pickle[0] = (byte) 0x80;
    pickle[1] = 5;
    pickle[pickle.length - 1] = '.';

    Object value = PickleReader.read(pickle);

    int depth = 0;
    for (Object at = value; at instanceof List<?> list; at = list.isEmpty() ? null : list.get(0)) {
      depth++;
    }
    assertThat(depth).isEqualTo(levels);
  }

  @Test
  void read_keyOfTwoToTheSixtyItems_isDamagedAtOnce() {
    StringBuilder pairs = new StringBuilder("4e");
    for (int i = 0; i < 60; i++) {
      pairs.append("94").append("68%02x".formatted(i)).append("86");
    }

    assertThatThrownBy(() -> read("80057d" + pairs + "4e732e"))
        .isInstanceOf(DamagedValueException.class)
        .hasMessage("the pickle has a key too large to hash");
  }

  @Test
  void read_keyNestedTooDeep_isDamaged() {
    assertThatThrownBy(() -> read("80057d4e" + "85".repeat(100_000) + "4e732e"))
        .isInstanceOf(DamagedValueException.class);
  }

  private static Map<Object, Object> singleton(Object key, Object value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  private static Object read(String hex) {
    return PickleReader.read(HexFormat.of().parseHex(hex));
  }
}
