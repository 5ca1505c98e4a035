// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final int DEFAULT = 32768;

  @Test
  void encode_numbers_areNative() {
    assertInline(0, Mode.RAW, 0L);
    assertInline((byte) -1, Mode.RAW, -1L);
    assertInline(BigInteger.valueOf(Long.MIN_VALUE), Mode.RAW, Long.MIN_VALUE);
    assertInline(1.5f, Mode.RAW, 1.5);
    assertInline(Double.POSITIVE_INFINITY, Mode.RAW, Double.POSITIVE_INFINITY);
    assertThat(Values.encode(7)).isEqualTo(new EncodedValue(7L, true));
  }

  @Test
  void encode_nullAndBooleans_arePickles() {
    assertInline(null, Mode.PICKLE, HexFormat.of().parseHex("80054e2e"));
    assertInline(true, Mode.PICKLE, HexFormat.of().parseHex("8005882e"));
    assertInline(false, Mode.PICKLE, HexFormat.of().parseHex("8005892e"));
  }

  @Test
  void encode_textAroundTheThreshold_countsCodePoints() {
    assertInline("x".repeat(32767), Mode.RAW, "x".repeat(32767));
    assertLarge("x".repeat(32768), Mode.TEXT, 32768);
    assertInline("é".repeat(20000), Mode.RAW, "é".repeat(20000));
    assertLarge("é".repeat(32768), Mode.TEXT, 65536);
    assertInline("😀".repeat(32767), Mode.RAW, "😀".repeat(32767));
    assertLarge("😀".repeat(32768), Mode.TEXT, 131072);
  }

  @Test
  void encode_bytesAroundTheThreshold_countsBytes() {
    assertInline(new byte[32767], Mode.RAW, new byte[32767]);
    assertLarge(new byte[32768], Mode.BINARY, 32768);
  }

  @Test
  void encode_pickleAroundTheThreshold_countsItsBytes() {
    // 2 of protocol, 9 of frame, list and two slots, text with its length, append, stop
    List<String> inline = List.of("x".repeat(32767 - 21));

    assertThat(Values.isLarge(Values.encode(inline), DEFAULT)).isFalse();
    assertLarge(List.of("x".repeat(32768 - 21)), Mode.PICKLE, 32768);
  }

  @Test
  void encode_thresholdZero_leavesOnlyNumbersInline() {
    assertThat(Values.isLarge(Values.encode(""), 0)).isTrue();
    assertThat(Values.isLarge(Values.encode(new byte[0]), 0)).isTrue();
    assertThat(Values.isLarge(Values.encode(null), 0)).isTrue();
    assertThat(Values.isLarge(Values.encode(1.5), 0)).isFalse();
  }

  @Test
  void encode_nan_isAPickleAndComesBack() {
    assertThat(Values.encode(Double.NaN).raw()).isFalse();
    assertThat(roundTrip(Double.NaN, DEFAULT)).isEqualTo(Double.NaN);
    assertThat(roundTrip(Float.NaN, 0)).isEqualTo(Double.NaN);
  }

  @Test
  void encode_loneSurrogate_isRefused() {
    String text = "x".repeat(40000) + '\udc00';

    assertThatThrownBy(() -> Values.isLarge(Values.encode(text), DEFAULT))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot store [text of 40001 characters]: the surrogate at index 40000 has no partner,"
                + " so the text has no form in UTF-8; replace it, or give bytes");
    assertThatThrownBy(() -> Values.isLarge(Values.encode("\ud800"), DEFAULT))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Values.encode(Map.of("key", List.of(text))))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void encode_unknownClass_isRefused() {
    assertThatThrownBy(() -> Values.encode(Locale.ROOT))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageStartingWith("Cannot store [java.util.Locale]: no stored form is known");
  }

  @Test
  void decode_whatWasEncoded_isTheValue() {
    List<Object> values =
        new ArrayList<>(
            Arrays.asList(
                0L, -1.5, Double.NEGATIVE_INFINITY, "", "a\0b", "a\r\nb\rc\n", null, true));
    values.add(BigInteger.TWO.pow(100));
    values.add(Tuple.of(1L, "two", 3.0));
    values.add(LongStream.range(0, 10_000).boxed().toList());
    values.add(new LinkedHashMap<>(Map.of("list", List.of(1L), "set", Set.of("member"))));

    for (Object value : values) {
      assertThat(roundTrip(value, DEFAULT)).isEqualTo(value);
      assertThat(roundTrip(value, 0)).isEqualTo(value);
    }
    assertThat((byte[]) roundTrip(new byte[] {1, 2}, DEFAULT)).containsExactly(1, 2);
    assertThat((byte[]) roundTrip(new byte[] {1, 2}, 0)).containsExactly(1, 2);
  }

  @Test
  void encode_tenThousandItems_isAPickleInAFile() {
    EncodedValue encoded = Values.encode(LongStream.range(0, 20_000).boxed().toList());

    assertThat(Values.isLarge(encoded, DEFAULT)).isTrue();
    assertThat(Values.mode(encoded, true)).isEqualTo(Mode.PICKLE);
  }

  @Test
  void decode_rawNull_isTheNanThatPythonStored() {
    assertThat(Values.decode(Values.stored(1, null, null))).isEqualTo(Double.NaN);
  }

  @Test
  void decode_smallIntegerOfTheDriver_isALong() {
    assertThat(Values.decode(Values.stored(1, 7, null))).isEqualTo(7L);
  }

  @Test
  void decode_textFileThatIsNotUtf8_isDamaged() {
    assertThatThrownBy(() -> Values.stored(3, null, new byte[] {'a', (byte) 0xC3}))
        .isInstanceOf(DamagedValueException.class)
        .hasMessage("the text is not UTF-8");
    assertThatThrownBy(() -> Values.stored(3, null, HexFormat.of().parseHex("eda080")))
        .isInstanceOf(DamagedValueException.class);
  }

  @Test
  void decode_textFileWithReplacementCharacter_isText() {
    assertThat(Values.stored(3, null, "a\uFFFDb".getBytes(UTF_8)).column()).isEqualTo("a\uFFFDb");
  }

  @Test
  void decode_missingPartsOrUnknownMode_isDamaged() {
    for (int mode : new int[] {0, 2, 3, 4, 5}) {
      assertThatThrownBy(() -> Values.stored(mode, null, null))
          .isInstanceOf(DamagedValueException.class);
    }
  }

  private static Object roundTrip(Object value, int minFileSize) {
    EncodedValue encoded = Values.encode(value);
    boolean large = Values.isLarge(encoded, minFileSize);
    int mode = Values.mode(encoded, large).number();
    return Values.decode(
        large
            ? Values.stored(mode, null, Values.fileBytes(encoded))
            : Values.stored(mode, encoded.column(), null));
  }

  private static void assertInline(Object value, Mode mode, Object column) {
    EncodedValue inline = Values.encode(value);

    assertThat(Values.isLarge(inline, DEFAULT)).isFalse();
    assertThat(Values.mode(inline, false)).isEqualTo(mode);
    assertThat(inline.column()).isEqualTo(column);
  }

  private static void assertLarge(Object value, Mode mode, int size) {
    EncodedValue large = Values.encode(value);

    assertThat(Values.isLarge(large, DEFAULT)).isTrue();
    assertThat(Values.mode(large, true)).isEqualTo(mode);
    assertThat(Values.fileBytes(large)).hasSize(size);
  }
}
