// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {

  @Test
  void encode_integersOfAnyType_areOneKey() {
    EncodedKey seven = new EncodedKey(7L, true);

    assertThat(Keys.encode((byte) 7)).isEqualTo(seven);
    assertThat(Keys.encode((short) 7)).isEqualTo(seven);
    assertThat(Keys.encode(7)).isEqualTo(seven);
    assertThat(Keys.encode(7L)).isEqualTo(seven);
    assertThat(Keys.encode(BigInteger.valueOf(7))).isEqualTo(seven);
  }

  @Test
  void encode_integersAroundSixtyFourBits_areNativeUpToThere() {
    BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);
    BigInteger smallest = BigInteger.valueOf(Long.MIN_VALUE);

    assertThat(Keys.encode(largest)).isEqualTo(new EncodedKey(Long.MAX_VALUE, true));
    assertThat(Keys.encode(smallest)).isEqualTo(new EncodedKey(Long.MIN_VALUE, true));
    assertThat(Keys.encode(largest.add(BigInteger.ONE)))
        .isEqualTo(pickled("8005950c000000000000008a090000000000000080002e"));
    assertThat(Keys.encode(smallest.subtract(BigInteger.ONE)).raw()).isFalse();
  }

  @Test
  void encode_textBytesAndDoubles_areNative() {
    assertThat(Keys.encode("héllo")).isEqualTo(new EncodedKey("héllo", true));
    assertThat(Keys.encode("")).isEqualTo(new EncodedKey("", true));
    assertThat(Keys.encode("a\0b")).isEqualTo(new EncodedKey("a\0b", true));
    assertThat(Keys.encode(new byte[0])).isEqualTo(new EncodedKey(new byte[0], true));
    assertThat(Keys.encode(1.5f)).isEqualTo(new EncodedKey(1.5, true));
    assertThat(Keys.encode(Double.NEGATIVE_INFINITY))
        .isEqualTo(new EncodedKey(Double.NEGATIVE_INFINITY, true));
  }

  @Test
  void encode_everythingElsePlain_isPickled() {
    assertThat(Keys.encode(null)).isEqualTo(pickled("80054e2e"));
    assertThat(Keys.encode(true)).isEqualTo(pickled("8005882e"));
    assertThat(Keys.encode(false)).isEqualTo(pickled("8005892e"));
    assertThat(Keys.encode(Tuple.of(1, 2)))
        .isEqualTo(pickled("80059506000000000000004b014b02862e"));
    assertThat(Keys.encode(List.of(1, 2)))
        .isEqualTo(pickled("80059508000000000000005d284b014b02652e"));
    assertThat(Keys.encode(Map.of("a", 1)))
        .isEqualTo(pickled("80059508000000000000007d8c01614b01732e"));
    assertThat(Keys.encode(Set.of())).isEqualTo(pickled("80058f2e"));
  }

  @Test
  void encode_bytesThatLookLikeAPickle_areAnotherKey() {
    byte[] bytes = HexFormat.of().parseHex("80054e2e");

    assertThat(Keys.encode(bytes)).isNotEqualTo(Keys.encode(null));
  }

  @Test
  void encode_nan_isRefused() {
    assertThatThrownBy(() -> Keys.encode(Double.NaN))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage("Cannot use as key [NaN]: NaN equals nothing; give another number");
    assertThatThrownBy(() -> Keys.encode(Float.NaN)).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void encode_loneSurrogate_isRefused() {
    assertThatThrownBy(() -> Keys.encode("ab\ud800"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot use as key [text of 3 characters]: the surrogate at index 2 has no partner, so"
                + " the text has no form in UTF-8; replace it, or give bytes");
    assertThatThrownBy(() -> Keys.encode("\udc00\ud800")).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Keys.encode(Tuple.of("\ud800x")))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void encode_unknownClass_isRefusedWithWaysOut() {
    assertThatThrownBy(() -> Keys.encode(Locale.ROOT))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot use as key [java.util.Locale]: no stored form is known for this class; open the"
                + " cache with this type, which then is kept as JSON, with a"
                + " JavaSerializationCodec.allowing it, or with a Codec of your own; or make byte[] or"
                + " text of it");
    assertThatThrownBy(() -> Keys.encode('c')).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Keys.encode(new Object[0])).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Keys.encode(List.of(Locale.ROOT)))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void encode_tuplesWithEqualText_areOneKeyWhicheverStringObjects() {
    String part = "part";
    String equal = String.valueOf(part.toCharArray());

    assertThat(Keys.encode(Tuple.of(part, equal))).isEqualTo(Keys.encode(Tuple.of(part, part)));
    assertThat(Keys.encode(Tuple.of(new byte[] {1, 2}, new byte[] {1, 2})))
        .isEqualTo(Keys.encode(Tuple.of(new byte[] {1, 2}, new byte[] {1, 2})));
  }

  @Test
  void decode_everyStoredForm_isTheKey() {
    List<Object> keys =
        new ArrayList<>(
            Arrays.asList(
                7L, 1.5, "text", null, true, BigInteger.TWO.pow(64), Tuple.of("a", 1L, null)));
    keys.add(new ArrayList<>(List.of(1L, Tuple.of())));
    keys.add(Map.of("a", 1L));
    keys.add(Set.of("member"));

    for (Object key : keys) {
      EncodedKey encoded = Keys.encode(key);
      assertThat(Keys.decode(encoded.column(), encoded.raw())).isEqualTo(key);
    }
  }

  @Test
  void decode_nativeColumns_areThemselves() {
    byte[] bytes = {1, 2};

    assertThat(Keys.decode(bytes, true)).isSameAs(bytes);
    assertThat(Keys.decode(5, true)).isEqualTo(5L);
  }

  @Test
  void decode_pythonFrozenSet_isWrittenAsOneAgain() {
    EncodedKey frozen = pickled("8005950700000000000000284b014b02912e");

    Object key = Keys.decode(frozen.column(), frozen.raw());

    assertThat(key).isEqualTo(Set.of(1L, 2L));
    assertThat(Keys.encode(key)).isEqualTo(frozen);
  }

  @Test
  void encodeTag_nativeTypes_areWidened() {
    assertThat(Keys.encodeTag(1234)).isEqualTo(1234L);
    assertThat(Keys.encodeTag((short) 5)).isEqualTo(5L);
    assertThat(Keys.encodeTag(5.67)).isEqualTo(5.67);
    assertThat(Keys.encodeTag(0.5f)).isEqualTo(0.5);
    assertThat(Keys.encodeTag("zero")).isEqualTo("zero");
    assertThat(Keys.encodeTag(new byte[] {3})).isEqualTo(new byte[] {3});
  }

  @Test
  void encodeTag_otherTypes_areRefused() {
    assertThatThrownBy(() -> Keys.encodeTag(true))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot use as tag [java.lang.Boolean]: a tag is text, a number or bytes; give a"
                + " String, Long, Double or byte[]");
    assertThatThrownBy(() -> Keys.encodeTag(Double.NaN)).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Keys.encodeTag(Tuple.of())).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Keys.encodeTag("\ud800")).isInstanceOf(CacheTypeException.class);
  }

  private static EncodedKey pickled(String hex) {
    return new EncodedKey(HexFormat.of().parseHex(hex), false);
  }
}
